import { and, desc, eq } from 'drizzle-orm';
import { controlAssessments } from '@/db/schema/checklists';
import { newestKey, olderThan } from '@/server/kernel/listing';
import { list } from '@/server/kernel/operation';
import { pageOf, when } from '@/server/kernel/paging';
import { ListAssessments } from '../schema';

/** What people decided about controls, newest first. */
export const listAssessments = list({
  input: ListAssessments,
  of: 'Assessment',
  table: controlAssessments,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select()
      .from(controlAssessments)
      .where(
        and(
          visible,
          when(input.controlId, (id) => eq(controlAssessments.controlId, id)),
          when(input.systemId, (id) => eq(controlAssessments.systemId, id)),
          olderThan(input.cursor, controlAssessments),
        ),
      )
      .orderBy(desc(controlAssessments.createdAt), desc(controlAssessments.id))
      .limit(input.limit + 1);
    return pageOf(rows, input.limit, newestKey);
  },
});
