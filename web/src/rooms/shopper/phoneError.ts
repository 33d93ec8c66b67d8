import { PhoneError, type PhoneErrorCode } from '../../phone/errors';

export function isPhoneError(error: unknown, code: PhoneErrorCode): boolean {
  return error instanceof PhoneError && error.code === code;
}
