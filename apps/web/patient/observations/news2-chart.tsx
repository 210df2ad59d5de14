import type { SpO2Scale } from '#clinical';
import type { StayReadings } from '#contracts';
import { useMemo, useState } from 'react';
import { dateAndTime } from '../../words/times.ts';
import { chartColumns } from './chart-columns.ts';
import { ChartDrawing } from './chart-drawing.tsx';
import { ChartTable } from './chart-table.tsx';
import { ColumnDetail } from './column-detail.tsx';
import { chartBlocks } from './chart-rows.ts';
import { PrintedChart } from './printed-chart.tsx';
import { usePrinting } from './use-printing.ts';

/** The NEWS2 observation chart as it is known from paper: time across, banded rows, sub-scores and totals. */
export function News2Chart({ readings }: { readings: StayReadings }) {
  const columns = useMemo(() => chartColumns(readings), [readings]);
  const blocks = useMemo(() => chartBlocks(new Set<SpO2Scale>(columns.map(({ scale }) => scale))), [columns]);
  const [openAt, setOpenAt] = useState<number | null>(null);
  const printing = usePrinting();
  const open = columns.find(({ at }) => at === openAt);
  const changes = readings.scaleOrders.filter(
    ({ inForceFrom }) => inForceFrom >= readings.from && inForceFrom < readings.to,
  );
  return (
    <section className="chart" aria-labelledby="chart-heading">
      <h2 className="chart__heading" id="chart-heading">
        NEWS2 observation chart
      </h2>
      {columns.length === 0 ? (
        <p className="chart__empty">Nothing of the chart was measured in this time.</p>
      ) : (
        <>
          {printing && <PrintedChart columns={columns} blocks={blocks} />}
          <ChartDrawing columns={columns} blocks={blocks} openAt={openAt} onOpen={setOpenAt} />
          {changes.map((order) => (
            <p key={order.inForceFrom} className="chart__order">
              <strong>SpO2 scale {order.scale}</strong> from {dateAndTime(order.inForceFrom)}: {order.authorisedBy},{' '}
              {order.role}. {order.reason}
            </p>
          ))}
          {open && <ColumnDetail column={open} blocks={blocks} onClose={() => setOpenAt(null)} />}
          <ChartTable columns={columns} blocks={blocks} />
        </>
      )}
    </section>
  );
}
