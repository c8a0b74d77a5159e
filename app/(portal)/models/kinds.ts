/** What names a model version, as people say it. */
export const sourceKinds = [
  {
    value: 'file',
    label: 'One file',
    hint: 'SHA-256 of the file: sha256sum FILE or countersign hash FILE',
  },
  { value: 'tree', label: 'A folder', hint: 'Digest over the list of its files: countersign hash FOLDER' },
  { value: 'oci', label: 'OCI image or artifact', hint: 'Manifest digest, not a tag' },
  { value: 'huggingface', label: 'Hugging Face', hint: 'Commit and tree digest; main moves' },
  {
    value: 'hosted',
    label: 'Hosted behind an API',
    hint: 'Provider and exact dated model. No content digest exists: the version is marked provider-asserted',
  },
] as const;

export const kindLabel = (kind: string): string =>
  sourceKinds.find(({ value }) => value === kind)?.label ?? kind;
