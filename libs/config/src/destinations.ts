import { canonizarTelefone } from '@julia/domain';
import { z } from 'zod';

const maxDigitosTelefone = 15;

function canonizarDestino(bruto: string): string | null {
  const limpo = bruto.trim();
  const lid = /^(\d{6,20})@lid$/.exec(limpo);
  if (lid) return lid[1] ?? null;
  if (!/^\+?[\d\s().-]+$/.test(limpo)) return null;
  const telefone = canonizarTelefone(limpo);
  return telefone.length >= 10 && telefone.length <= maxDigitosTelefone ? telefone : null;
}

/**
 * Who may receive anything outside production (DOMAIN rule 12): null means everybody (`*`), an empty list nobody.
 * Phones are canonical, LIDs are their digits.
 */
export const listaDeDestinos = () =>
  z.string().transform((valor, contexto): readonly string[] | null => {
    const itens = valor.split(',').filter((item) => item.trim() !== '');
    if (itens.length === 1 && itens[0]?.trim() === '*') return null;
    const destinos = itens.map(canonizarDestino);
    if (destinos.includes(null)) {
      contexto.addIssue({
        code: 'custom',
        message:
          'use * ou números com código do país e DDD separados por vírgula, por exemplo 5511987654321',
      });
      return z.NEVER;
    }
    return [...new Set(destinos.filter((destino) => destino !== null))];
  });
