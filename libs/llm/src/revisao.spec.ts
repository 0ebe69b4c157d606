import { describe, expect, it } from '@jest/globals';
import { verificarSaida } from '@julia/domain';
import { umTurno, MemoriaLembretes, MemoriaVagas, umaVaga } from '@julia/domain/testing';
import { fatosParaAGuarda } from './fatos-para-a-guarda.ts';
import { buscarVagas } from './ferramentas/buscar-vagas.ts';
import { agendarLembrete } from './ferramentas/agendar-lembrete.ts';
import { semFatos, somarFatos } from './ferramentas/fatos.ts';
import type { Ferramenta } from './ferramentas/ferramenta.ts';
import { reservarPlantao } from './ferramentas/reservar-plantao.ts';
import { consertarForma, pedirCorrecao, textoHonesto } from './revisao.ts';

const vaga = umaVaga({ valorCentavos: 240_050 });
const turno = umTurno({ ofertas: [vaga] });
const texto = 'pode reservar';

async function fatosDe(ferramenta: Ferramenta, entrada: unknown) {
  const resultado = await ferramenta.executar(entrada, {
    turno,
    textoDoMedico: texto,
    fatos: semFatos,
    vagas: new MemoriaVagas([vaga]),
    lembretes: new MemoriaLembretes(),
    janela: { inicio: '08:00', fim: '20:00' },
  });
  const textos = [JSON.stringify(resultado.corpo)];
  return somarFatos(semFatos, { ...resultado.fatos, textos });
}

describe('texts in fixed words', () => {
  it.each([
    ['an offer', buscarVagas, {}],
    ['a reservation', reservarPlantao, { handle: 'v1', aceite: 'pode reservar' }],
    [
      'a reminder moved to Monday',
      agendarLembrete,
      { instante: '2026-11-28T10:30', contexto: 'x', texto: 'Oi Ana!' },
    ],
  ] as [string, Ferramenta, unknown][])(
    'pass the guard: %s',
    async (_nome, ferramenta, entrada) => {
      const fatos = await fatosDe(ferramenta, entrada);
      const fixos = [...fatos.feitos, ...(fatos.oferta === null ? [] : [fatos.oferta])];
      expect(fixos).toHaveLength(1);
      expect(verificarSaida(fixos.join('\n'), fatosParaAGuarda(turno, texto, fatos))).toEqual([]);
    },
  );

  it('pass the guard: who she is', () => {
    const fatos = fatosParaAGuarda(turno, texto, semFatos);
    expect(verificarSaida(textoHonesto('Revoluna'), fatos)).toEqual([]);
  });
});

describe('a text with the wrong shape', () => {
  const fatos = fatosParaAGuarda(turno, texto, semFatos);

  it('is repaired when its words are fine', () => {
    const negrito = 'Oi **Ana**, _tudo bem_? Posso *ajudar*?';
    expect(consertarForma(negrito, verificarSaida(negrito, fatos), fatos)).toBe(
      'Oi Ana, tudo bem? Posso ajudar?',
    );
  });

  it('is not repaired when it is a list, a heading or a link', () => {
    for (const ruim of ['- um\n- dois', '# Vagas', '[aqui](https://exemplo.test)']) {
      expect(consertarForma(ruim, verificarSaida(ruim, fatos), fatos)).toBeNull();
    }
  });

  it('is not repaired when something else is wrong too', () => {
    const ruim = '**Paga R$ 9.000**';
    expect(consertarForma(ruim, verificarSaida(ruim, fatos), fatos)).toBeNull();
  });

  it('gets a reason for every rule it broke', () => {
    const pedido = pedirCorrecao(verificarSaida('**Sou humana**', fatos));
    expect(pedido).toContain('assistente virtual');
    expect(pedido).toContain('negrito');
    expect(pedido).toContain('"sou humana"');
  });
});
