import type { Office } from '../en';
import { accounts } from './accounts';
import { actions } from './actions';
import { alerts } from './alerts';
import { anonymise } from './anonymise';
import { appeals } from './appeals';
import { calibration } from './calibration';
import { compare } from './compare';
import { desk } from './desk';
import { drivers } from './drivers';
import { examples } from './examples';
import { exercises } from './exercises';
import { fresh } from './fresh';
import { lapsed } from './lapsed';
import { lessons } from './lessons';
import { mix } from './mix';
import { outcomes } from './outcomes';
import { planning } from './planning';
import { recognise } from './recognise';
import { removal } from './removal';
import { review } from './review';
import { setup } from './setup';
import { stories } from './stories';
import { takeAway } from './takeAway';
import { within } from './within';

export const office: Office = {
  accounts,
  actions,
  alerts,
  anonymise,
  appeals,
  calibration,
  compare,
  desk,
  drivers,
  examples,
  exercises,
  fresh,
  lapsed,
  lessons,
  mix,
  outcomes,
  planning,
  recognise,
  removal,
  review,
  setup,
  stories,
  takeAway,
  within,
};
