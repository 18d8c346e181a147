import type { FieldCipher, KeyedDigest } from '../../platform/crypto/index.js';
import type { CodeOf } from '../../reference/index.js';
import type { IdentityDocument, PersonalData } from '../appraiser/appraiser.repository.js';
import { maskIdNumber, maskPhone, parseResidentId } from '../identifiers/index.js';

/** The part of the key store that personal data needs. */
export interface PersonalKeys { readonly fieldCipher: FieldCipher; readonly keyedDigest: KeyedDigest }

/** Equal numbers are found under this purpose only; changing it makes every stored digest unfindable. */
const ID_NUMBER = 'person.id-number';

/** Seals and opens what is kept encrypted of persons (design §4.11). */
export class PersonalDataVault {
  constructor(private readonly keys: PersonalKeys) {}

  /** @param idNumber as `normalIdNumber` answers it */
  identity(idType: CodeOf<'identity-document'>, idNumber: string): IdentityDocument {
    return { idType, idNumberCipher: this.seal(idNumber), idNumberDigest: this.keys.keyedDigest.digest(ID_NUMBER, idNumber) };
  }

  seal(text: string): Buffer {
    return Buffer.from(this.keys.fieldCipher.encrypt(text), 'utf8');
  }

  /** For those who may have it shown; every use is an entry of the ledger. */
  open(data: PersonalData, field: 'idNumber' | 'phone'): string | null {
    const cipher = field === 'idNumber' ? data.idNumberCipher : data.phoneCipher;
    return cipher === null ? null : this.keys.fieldCipher.decrypt(cipher.toString('utf8'));
  }

  masked(data: PersonalData): { idType: string | null; idNumber: string | null; phone: string | null } {
    const idNumber = this.open(data, 'idNumber');
    const phone = this.open(data, 'phone');
    return { idType: data.idType, idNumber: idNumber === null ? null : maskIdNumber(idNumber), phone: phone === null ? null : maskPhone(phone) };
  }
}

/** One spelling of an identity number, or why it is none: only resident IDs can be checked (GB 11643). */
export function normalIdNumber(idType: CodeOf<'identity-document'>, text: string): { readonly number: string } | { readonly fault: string } {
  if (idType === 'resident-id') {
    const answer = parseResidentId(text);
    return answer.ok ? { number: answer.id.number } : { fault: answer.fault };
  }
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  return number.length >= 4 ? { number } : { fault: 'format' };
}
