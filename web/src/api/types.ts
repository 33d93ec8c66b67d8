/** Parts of generated types that have no name of their own. */
import type {
  AuditDetail,
  Me,
  ReviewChange,
  Scorecard,
  Section,
  SectionScore,
  Segment,
  StoredAssignment,
  Submission,
} from './schema';

export type Item = Section['items'][number];
export type Answer = Submission['answers'][string];
export type Text = Section['title'];
export type Role = Me['role'];
export type Channel = AuditDetail['channel'];
export type AuditStatus = AuditDetail['status'];
/** The states of assignments that a phone hears of: it is told of no cancelled one. */
export type AssignmentStatus = Exclude<StoredAssignment['status'], 'cancelled'>;
export type Decision = ReviewChange['decision'];
export type Pillar = NonNullable<SectionScore['pillar']>;
export type Phase = Segment['phase'];
export type Tier = Scorecard['tier'];
