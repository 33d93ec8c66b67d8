/** Server-sent events, read by hand: unlike the browser's own reader this one learns why it was refused, and pauses. */

export type Sent = { id: string; name: string; data: string };

const LINE_END = /\r\n|\r|\n/;

/** What comes in pieces, as whole events; comments keep a connection alive and say nothing. */
export class EventReader {
  #rest = '';
  #lines: string[] = [];

  read(piece: string): Sent[] {
    const lines = (this.#rest + piece).split(LINE_END);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): Sent[] {
    if (line !== '') {
      this.#lines.push(line);
      return [];
    }
    const sent = { id: '', name: 'message', data: '' };
    let found = false;
    for (const one of this.#lines) {
      const [field = '', value = ''] = one.split(/:\s?(.*)/s);
      if (field === 'id') sent.id = value;
      if (field === 'event') sent.name = value;
      if (field === 'data') sent.data += value;
      found ||= field === 'data';
    }
    this.#lines = [];
    return found ? [sent] : [];
  }
}

/** How long to wait before the next attempt: twice as long each time, with some chance so that not all come at once. */
export function waitFor(attempt: number, chance: number): number {
  return Math.min(1000 * 2 ** attempt, 30_000) * (0.5 + chance / 2);
}
