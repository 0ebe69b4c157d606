import { z } from 'zod';

const falso = ['false', '0', 'nao', 'não', 'off', 'no'];
const verdadeiro = ['true', '1', 'sim', 'on', 'yes'];

/** A switch, in the words people write. Anything else is a fault, never silently false. */
export const interruptor = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .refine((valor) => [...verdadeiro, ...falso].includes(valor), 'use true ou false')
    .transform((valor) => verdadeiro.includes(valor));

/** A whole number, written in digits only: `1e3`, `0x10` and `20 ` with a unit are faults. */
export const inteiro = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,15}$/, 'use um número inteiro')
    .transform(Number)
    .refine((valor) => valor >= min && valor <= max, `use um valor entre ${min} e ${max}`);

/** A decimal number such as `5` or `12.50`. */
export const decimal = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, 'use um número, com ponto para decimais')
    .transform(Number)
    .refine((valor) => valor >= min && valor <= max, `use um valor entre ${min} e ${max}`);

/** An address without the trailing slash, so that paths can be appended. */
export const enderecoHttp = () =>
  z
    .url({ protocol: /^https?$/, error: 'use um endereço http:// ou https://' })
    .transform((valor) => valor.replace(/\/+$/, ''));

/** Local time of day, `HH:MM`. */
export const horario = () =>
  z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use o formato HH:MM, por exemplo 08:00');

/** A key, token or password: printable, without blanks, so that it fits in a header. */
export const segredo = () =>
  z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/, 'não pode ter espaços, acentos ou quebras de linha');

/** A token that we issue ourselves: long enough not to be guessed. */
export const tokenNosso = () => segredo().min(16, 'use pelo menos 16 caracteres');
