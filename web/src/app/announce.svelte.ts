/** What a screen reader is told when something happens that the eye sees at once. */
let message = $state('');

export const announcement = {
  get text(): string {
    return message;
  },
};

export function announce(text: string): void {
  // The same words twice would not be spoken again.
  message = message === text ? `${text}\u00a0` : text;
}
