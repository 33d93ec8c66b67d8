/** The shopper's choice about positions, the same on every item that asks for it. */
import { consentOf, keepConsent, lookAround } from '../../../camera/whereabouts';

let choices = $state(0);

/** Whether this shopper lets photos have a place; null if not asked yet. */
export function agreed(owner: string): boolean | null {
  void choices;
  return consentOf(owner);
}

export function agree(owner: string, yes: boolean): void {
  keepConsent(owner, yes);
  choices += 1;
  if (yes) lookAround();
}
