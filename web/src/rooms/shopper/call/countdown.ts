import { span } from '../../../app/format';
import { digits } from './digits';

const DAY = 86_400;

/** What is left or has passed: to the second within a day, in days and hours beyond. */
export function countdown(locale: string, seconds: number): string {
  return seconds >= DAY ? span(locale, Math.floor(seconds)) : digits(seconds);
}
