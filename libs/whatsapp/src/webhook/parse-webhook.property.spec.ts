import { describe, expect, it } from '@jest/globals';
import { eventoWhatsappSchema } from '@julia/domain';
import fc from 'fast-check';

import { corposDeWebhook } from '../../testing/fixtures.ts';
import { ehObjeto } from './campos.ts';
import { parseWebhook } from './parse-webhook.ts';

const json = fc.jsonValue({ maxDepth: 4 });
const corpos = [...corposDeWebhook.values()];

/** What must hold of any answer, whatever was asked. */
function conferir(corpo: unknown): void {
  const resultados = parseWebhook(corpo);
  expect(resultados.length).toBeGreaterThan(0);
  for (const resultado of resultados) {
    if (resultado.tipo !== 'evento') {
      expect(resultado.motivo).toMatch(/^[a-z_]+(:[\w.]+)?$/);
      continue;
    }
    expect(eventoWhatsappSchema.parse(resultado.evento)).toEqual(resultado.evento);
    expect(resultado.chave).toMatch(/^[^:\s]+$/);
    expect(JSON.stringify(resultado)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  }
}

/** Every place inside a JSON value, as a path. */
function caminhos(valor: unknown, ate: readonly string[] = []): string[][] {
  if (typeof valor !== 'object' || valor === null) return [[...ate]];
  return [[...ate], ...Object.entries(valor).flatMap(([k, v]) => caminhos(v, [...ate, k]))];
}

function trocar(valor: unknown, [primeiro, ...resto]: readonly string[], novo: unknown): unknown {
  if (primeiro === undefined) return novo;
  if (Array.isArray(valor)) {
    return valor.map((v, i) => (String(i) === primeiro ? trocar(v, resto, novo) : (v as unknown)));
  }
  if (!ehObjeto(valor)) return valor;
  return { ...valor, [primeiro]: trocar(valor[primeiro], resto, novo) };
}

const mutante = fc.constantFrom(...corpos).chain((corpo) => {
  const lugares = caminhos(corpo).filter((caminho) => !caminho.some((k) => /^\d+$/.test(k)));
  const mutacoes = fc.array(fc.tuple(fc.constantFrom(...lugares), json), {
    minLength: 1,
    maxLength: 3,
  });
  return mutacoes.map((lista) => lista.reduce<unknown>((v, [c, n]) => trocar(v, c, n), corpo));
});

const eventos = fc.constantFrom(
  'messages.upsert',
  'send.message',
  'messages.edited',
  'messages.delete',
  'messages.update',
  'connection.update',
  'qrcode.updated',
  'call',
);

describe('parseWebhook, whatever it is given', () => {
  it('answers any JSON value', () => {
    fc.assert(fc.property(json, conferir), { numRuns: 500 });
  });

  it('answers any data under a known event', () => {
    const corpo = fc.record({ event: eventos, instance: fc.string({ minLength: 1 }), data: json });
    fc.assert(fc.property(corpo, conferir), { numRuns: 500 });
  });

  it('answers samples with any part replaced', () => {
    fc.assert(fc.property(mutante, conferir), { numRuns: 3_000 });
  });

  it('answers values nested as deep as a body can hold', () => {
    const fundo = JSON.parse('{"message":'.repeat(5_000) + '1' + '}'.repeat(5_000)) as unknown;
    conferir({ event: 'messages.upsert', instance: 'x', data: fundo });
    conferir(trocar(corposDeWebhook.get('upsert.text.quoted'), ['data', 'message'], fundo));
  });

  it('never takes the digits of a LID for a phone', () => {
    const servidor = fc.constantFrom('lid', 'hosted.lid');
    const digitos = fc.stringMatching(/^[1-9]\d{13,14}$/);
    const modelo = corposDeWebhook.get('upsert.text.v236-lid-with-alt');
    fc.assert(
      fc.property(digitos, servidor, fc.boolean(), (lid, server, comoTelefone) => {
        const key = {
          remoteJid: `${lid}@${server}`,
          remoteJidAlt: comoTelefone ? `${lid}@s.whatsapp.net` : undefined,
          fromMe: false,
          id: 'ID1',
        };
        const [resultado] = parseWebhook(trocar(modelo, ['data', 'key'], key));
        expect(resultado).toMatchObject({ evento: { pessoa: { telefone: null, lid } } });
      }),
    );
  });
});
