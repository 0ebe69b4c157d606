import { randomBytes } from 'node:crypto';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex').toUpperCase();

/** Ids in the forms WhatsApp and Evolution give them. */
export const novoId = {
  deEnvio: (): string => `3EB0${hex(8)}`,
  deAndroid: (): string => `AC${hex(15)}`,
  deAparelho: (): string => `3A${hex(9)}`,
  deRegistro: (): string => `cm${randomBytes(16).toString('hex').slice(0, 23)}`,
};
