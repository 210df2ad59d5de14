import { useState } from 'react';
import { Scrolled } from '../../page/scrolled.tsx';
import { dayAndTime } from '../../words/times.ts';
import { remarks, takenBy, type ChartColumn } from './chart-columns.ts';
import type { ChartBlock } from './chart-rows.ts';
import { cellInWords, scoreInWords } from './column-words.ts';

/** The same in words and numbers, a row for each set: for those who listen, and for copying. Made when it is opened. */
export function ChartTable({ columns, blocks }: { columns: readonly ChartColumn[]; blocks: readonly ChartBlock[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="chart__table" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary>The chart as a table</summary>
      {isOpen && (
        <Scrolled label="The chart as a table">
          <table className="reading-table">
            <thead>
              <tr>
                <th scope="col">Measured</th>
                <th scope="col">NEWS2</th>
                {blocks.map(({ parameter, scale, name, unit }) => (
                  <th key={`${parameter} ${scale}`} scope="col">
                    {name} {unit}
                  </th>
                ))}
                <th scope="col">Taken by</th>
                <th scope="col">Remarks</th>
              </tr>
            </thead>
            <tbody>
              {columns.toReversed().map((column) => (
                <tr key={column.at}>
                  <th scope="row">{dayAndTime(column.at)}</th>
                  <td>{scoreInWords(column.score)}</td>
                  {blocks.map((block) => (
                    <td key={`${block.parameter} ${block.scale}`}>
                      {block.scale === null || block.scale === column.scale
                        ? (cellInWords(block, column) ?? '–')
                        : `on scale ${column.scale}`}
                    </td>
                  ))}
                  <td>{takenBy(column)}</td>
                  <td>{remarks(column).join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </details>
  );
}
