import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { canonizarTelefone } from './telefone.ts';

describe('canonizarTelefone', () => {
  it.each([
    ['5511999990001', '5511999990001', 'mobile with the ninth digit'],
    ['551199990001', '5511999990001', 'mobile without the ninth digit'],
    ['554188887777', '5541988887777', 'area code whose WhatsApp address drops it'],
    ['556166665555', '5561966665555', 'oldest mobile range'],
    ['551133334444', '551133334444', 'landline'],
    ['552125554444', '552125554444', 'landline beginning with 2'],
    ['+55 11 99999-0001', '5511999990001', 'international format'],
    ['+55 (11) 9999-0001', '5511999990001', 'international format without the ninth digit'],
    ['(11) 99999-0001', '5511999990001', 'national format'],
    ['11 3333-4444', '551133334444', 'national landline'],
    ['011999990001', '5511999990001', 'trunk zero'],
    ['0 15 11 99999-0001', '5511999990001', 'trunk zero and carrier'],
    ['005511999990001', '5511999990001', 'international access code'],
    ['51987654321', '51987654321', 'bare digits are E.164: Peru, not Porto Alegre'],
    ['+1 (415) 555-0100', '14155550100', 'United States'],
    ['351912345678', '351912345678', 'Portugal'],
    ['4791234567', '4791234567', 'Norway, not Joinville'],
    ['', '', 'nothing'],
    ['sem número', '', 'no digit at all'],
  ])('reads %j as %j (%s)', (bruto, esperado) => {
    expect(canonizarTelefone(bruto)).toBe(esperado);
  });

  const ddd = fc.stringMatching(/^[1-9]{2}$/);

  it('folds both forms of any Brazilian mobile into one', () => {
    fc.assert(
      fc.property(ddd, fc.stringMatching(/^[6-9]\d{7}$/), (area, numero) => {
        const comNono = canonizarTelefone(`55${area}9${numero}`);
        expect(canonizarTelefone(`55${area}${numero}`)).toBe(comNono);
        expect(comNono).toBe(`55${area}9${numero}`);
      }),
    );
  });

  it('leaves any landline as it is', () => {
    fc.assert(
      fc.property(ddd, fc.stringMatching(/^[2-5]\d{7}$/), (area, numero) => {
        expect(canonizarTelefone(`55${area}${numero}`)).toBe(`55${area}${numero}`);
      }),
    );
  });

  it('changes nothing the second time', () => {
    const digitado = fc.string({
      unit: fc.constantFrom('0', '1', '5', '9', '+', '-', '(', ')', ' ', 'a'),
    });
    fc.assert(
      fc.property(
        fc.oneof(digitado, fc.string(), fc.stringMatching(/^\+?0{0,2}\d{10,11}$/)),
        (bruto) => {
          const uma = canonizarTelefone(bruto);
          expect(uma).toMatch(/^\d*$/);
          expect(canonizarTelefone(uma)).toBe(uma);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
