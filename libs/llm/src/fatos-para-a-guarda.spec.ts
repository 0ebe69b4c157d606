import { describe, expect, it } from '@jest/globals';
import { verificarSaida } from '@julia/domain';
import { MemoriaLembretes, MemoriaVagas, umaVaga, umTurno } from '@julia/domain/testing';
import { fatosParaAGuarda } from './fatos-para-a-guarda.ts';
import { buscarVagas } from './ferramentas/buscar-vagas.ts';
import { semFatos, somarFatos } from './ferramentas/fatos.ts';

const noturna = umaVaga({ especialidade: 'Clínica Médica', setor: 'Pronto Socorro Pediátrico' });
const verdades = [
  'No São Luiz Itaim tem uma de Clínica Médica sábado 28/11, 19h às 7h, R$ 2.400. Topa?',
  'É no Pronto Socorro Pediátrico',
  'Começa sábado às 19h e termina domingo às 7h',
  'Vc sai no domingo 29/11 às 7h',
  'São 12h, das 19h às 7h',
];
const invencoes = ['Tem outra domingo, das 19h às 7h', 'Começa dia 29 às 19h'];

describe('what the guard knows of a vaga', () => {
  const oferecida = fatosParaAGuarda(umTurno({ ofertas: [noturna] }), 'me conta mais', semFatos);

  it.each(verdades)('offered before lets through: %s', (texto) => {
    expect(verificarSaida(texto, oferecida)).toEqual([]);
  });
  it.each(invencoes)('offered before blocks: %s', (texto) => {
    expect(verificarSaida(texto, oferecida)).toMatchObject([{ regra: 'data' }]);
  });

  it('is the same of one that was just found', async () => {
    const turno = umTurno();
    const textoDoMedico = 'tem plantão?';
    const { corpo, fatos } = await buscarVagas.executar(
      {},
      {
        turno,
        textoDoMedico,
        fatos: semFatos,
        vagas: new MemoriaVagas([noturna]),
        lembretes: new MemoriaLembretes(),
        janela: { inicio: '08:00', fim: '20:00' },
      },
    );
    expect(corpo).toMatchObject({ vagas: [{ termina: 'domingo, 29/11/2026' }] });
    const achada = fatosParaAGuarda(
      turno,
      textoDoMedico,
      somarFatos(semFatos, { ...fatos, textos: [JSON.stringify(corpo)] }),
    );
    for (const texto of verdades) expect(verificarSaida(texto, achada)).toEqual([]);
    for (const texto of invencoes)
      expect(verificarSaida(texto, achada)).toMatchObject([{ regra: 'data' }]);
  });
});
