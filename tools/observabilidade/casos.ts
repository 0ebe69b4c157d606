import type { Caso } from './caso.ts';
import { casosDeConversas } from './casos-conversas.ts';
import { casosDePlataforma } from './casos-plataforma.ts';
import { casosDeSlo } from './casos-slo.ts';

export const casos: readonly Caso[] = [...casosDePlataforma, ...casosDeConversas, ...casosDeSlo];
