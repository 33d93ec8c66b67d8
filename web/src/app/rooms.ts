/** Where each role works. */
import type { Role } from '../api/types';

export type Room = 'field' | 'desk' | 'coach';

export const ADDRESS: Record<Room, string> = { field: '/', desk: '/desk/', coach: '/coach/' };

const ROOM: Record<Role, Room> = {
  shopper: 'field',
  admin: 'desk',
  reviewer: 'desk',
  manager: 'desk',
  trainer: 'coach',
};

export function roomOf(role: Role): Room {
  return ROOM[role];
}

/** Reviewers and administrators decide about audits; managers only read. */
export function reviews(role: Role): boolean {
  return role === 'admin' || role === 'reviewer';
}
