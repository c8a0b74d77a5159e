/** verify/README.txt of a bundle. */
export const bundleReadme = `This is an evidence bundle of Countersign. It verifies offline, with Node.js 20.19 or newer and nothing else:

  node countersign-verify.mjs BUNDLE.zip --trust-policy trust-policy.txt

Take neither of the two files from this bundle when you judge it:
- countersign-verify.mjs: from the release page of Countersign. The copy here is for the archive.
- trust-policy.txt: from the organisation, some other way than with this bundle
  (Audit trail > Trust policy in the portal, or GET /api/v1/audit/trust-policy).

Exit code 0: everything holds. 1: a check failed, and the output names the first bad event. 2: nothing failed, but
without a trust policy or an earlier checkpoint (--previous FILE) the log vouches for itself only.

What is inside:
  MANIFEST.json, MANIFEST.dsse.json   every file with its SHA-256, signed by the export key
  log/events.jsonl                    the exact bytes of every event, one a line, in the order of the log
  log/checkpoint                      the signed tree head (C2SP tlog-checkpoint); log/index.csv lists the leaves
  release/, policy/, signoffs/        the documents that signatures and decisions name by digest
  attestations/                       the gate's decisions as Sigstore bundles (DSSE, in-toto)
  report/                             copies for people; the evidence is everything else
`;
