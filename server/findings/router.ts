import { mutate, query, router } from '@/server/trpc/init';
import {
  acceptFinding,
  editFinding,
  openFinding,
  remediateFinding,
  verifyFinding,
} from './commands/findings';
import { closeIncident, editIncident, openIncident, recordNotice } from './commands/incidents';
import { getFinding, listFindings, listMyFindings } from './queries/findings';
import { getIncident, listIncidents } from './queries/incidents';

export const findingsRouter = router({
  get: query(getFinding),
  list: query(listFindings),
  mine: query(listMyFindings),
  open: mutate(openFinding),
  edit: mutate(editFinding),
  remediate: mutate(remediateFinding),
  verify: mutate(verifyFinding),
  accept: mutate(acceptFinding),
});

export const incidentsRouter = router({
  get: query(getIncident),
  list: query(listIncidents),
  open: mutate(openIncident),
  edit: mutate(editIncident),
  notice: mutate(recordNotice),
  close: mutate(closeIncident),
});
