import { expect, test } from 'vitest';
import { boxed, moved, painted, resized } from './regions';

const box = { shape: 'box', x: 0.1, y: 0.2, width: 0.3, height: 0.4 } as const;

test('a box is drawn in any direction and stays in the picture', () => {
  expect(boxed([0.4, 0.6], [0.1, 0.2])).toEqual(box);
  expect(boxed([0.9, 0.9], [1.4, 1.2])).toEqual({ shape: 'box', x: 0.9, y: 0.9, width: 0.1, height: 0.1 });
  expect(boxed([0.5, 0.5], [0.5, 0.9])).toBeNull();
});

test('it is moved and made larger within the picture', () => {
  expect(moved(box, -0.5, 0.1)).toEqual({ ...box, x: 0, y: 0.3 });
  expect(moved(box, 0.9, 0.9)).toEqual({ ...box, x: 0.7, y: 0.6 });
  expect(resized(box, 0.1, -0.9)).toEqual({ ...box, width: 0.4, height: 0.01 });
});

test('a stroke has as many points as the server takes', () => {
  const stroke = painted(Array.from({ length: 1000 }, (_, n) => [n / 1000, 0.5]));
  expect(stroke.shape === 'stroke' && stroke.points.length).toBeLessThanOrEqual(400);
  expect(moved(stroke, 0, 0.2)).toMatchObject({ radius: 0.03 });
  expect(resized(stroke, 0.1, 0.1)).toMatchObject({ radius: 0.13 });
});
