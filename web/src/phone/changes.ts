/** Tells every tab, the worker and this page what has changed in the store of one shopper. */
export type Change = { store: string; audit_id?: string };
/** `elsewhere`: not by this page. */
type Heard = Change & { elsewhere?: true };
export type Listener = (change: Heard) => void;

type Hub = { channel: BroadcastChannel; listeners: Set<Listener> };

const hubs = new Map<string, Hub>();

/** Calls `listener` after each change, wherever it was made. The result stops that. */
export function onChange(userId: string, listener: Listener): () => void {
  const { listeners } = hubOf(userId);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function announceChange(userId: string, ...changes: Change[]): void {
  const hub = hubOf(userId);
  for (const change of changes) {
    hub.channel.postMessage(change);
    // A channel does not hear itself. Later, because a listener must not fail the one who wrote.
    queueMicrotask(() => tell(hub, change));
  }
}

function hubOf(userId: string): Hub {
  const known = hubs.get(userId);
  if (known) return known;
  const hub: Hub = { channel: new BroadcastChannel(`audits-${userId}`), listeners: new Set() };
  hub.channel.onmessage = ({ data }: MessageEvent<Change>) => tell(hub, { ...data, elsewhere: true });
  hubs.set(userId, hub);
  return hub;
}

function tell(hub: Hub, change: Heard): void {
  for (const listener of [...hub.listeners]) listener(change);
}
