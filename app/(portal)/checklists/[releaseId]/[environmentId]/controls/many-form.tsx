'use client';

import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { Card } from '@/app/_ui/card';
import { EmptyState } from '@/app/_ui/empty-state';
import { AssessMany } from './assess-many';
import { ChooseControls } from './choose-controls';
import type { ManyFormProps } from './many';
import { PlanMany } from './plan-many';

/** A choice of controls, and the two things that can be done with it. */
export function ManyForm(props: ManyFormProps) {
  const { rows } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const kept = rows.filter(({ controlId }) => chosen.has(controlId)).map(({ controlId }) => controlId);
  return (
    <div className="flex flex-col gap-5">
      {rows.length === 0 ? (
        <EmptyState framed icon={<ListChecks />} title="No control waits for this role">
          What is still open waits for checks, evidence or signatures, or for another role.
        </EmptyState>
      ) : (
        <ChooseControls rows={rows} chosen={chosen} choose={setChosen} />
      )}
      {rows.length > 0 && (
        <div className="grid gap-5 lg:grid-cols-2">
          <Card>
            <AssessMany {...props} chosen={kept} />
          </Card>
          <Card>
            <PlanMany {...props} chosen={kept} />
          </Card>
        </div>
      )}
    </div>
  );
}
