import { z } from 'zod';

const quem = z.string().trim().min(1).max(200).describe('Who asks; recorded');

export const pausaSchema = z.object({
  quem,
  motivo: z.string().trim().min(1).max(500).describe('Why; recorded'),
});
/** Of a request that says nothing but who makes it. */
export const quemSchema = z.object({ quem });

const umAnoMs = 366 * 24 * 3_600_000;
export const avancoSchema = z.object({
  ms: z.number().int().min(0).max(umAnoMs).describe('How far the test clock moves forward'),
});
