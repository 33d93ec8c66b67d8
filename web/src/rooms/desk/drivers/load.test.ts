import { expect, test } from 'vitest';
import type { DriverReport } from '../../../api/schema';
import { branchesOf, means, type Driver } from './load';

const driver = (importance: number, performance: number): Driver => ({
  key: 'a', importance, performance, source: 'weights', sure: true, quadrant: 'watch',
});

test('the lines between the fields are the means', () => {
  expect(means([driver(0.2, 0.5), driver(0.4, 0.7)])).toEqual({ importance: expect.closeTo(0.3), performance: expect.closeTo(0.6) });
});

test('the weakest branch of a section comes first, one without it not at all', () => {
  const row = (name: string, sections: Record<string, number>) => ({ branch_id: name, branch_name: name, sections });
  const report = { branches: [row('a', { tone: 0.8 }), row('b', { tone: 0.3 }), row('c', { speed: 0.1 })] } as DriverReport;
  expect(branchesOf(report, 'tone').map(({ id }) => id)).toEqual(['b', 'a']);
});
