import { describe, expect, it } from '@jest/globals';
import type { FalaDoHistorico } from '../conversa/turnos.ts';
import { verificarSaida, type FatosDoTurno } from './guarda-saida.ts';

const agora = new Date('2026-11-23T13:00:00Z');
const comVaga: FatosDoTurno = {
  ferramentas: [
    JSON.stringify({
      hospital: 'Hospital São Luiz Itaim',
      dia: 'sábado, 28/11/2026',
      horario: '19h às 7h',
      valor: 'R$ 2.400',
    }),
  ],
  hospitais: ['Hospital São Luiz Itaim'],
  medico: 'me chama amanhã 10h',
  historico: [],
  agora,
  temVaga: true,
  reservou: false,
  agendou: false,
};
const agendado: FatosDoTurno = { ...comVaga, agendou: true };
const reservado: FatosDoTurno = { ...comVaga, medico: 'pode reservar', reservou: true };
const antes = (autor: FalaDoHistorico['autor'], texto: string): FatosDoTurno => ({
  ...comVaga,
  medico: 'tá certo mesmo?',
  historico: [{ autor, texto, em: agora }],
});
const regras = (texto: string, fatos: FatosDoTurno) =>
  verificarSaida(texto, fatos).map(({ regra }) => regra);

describe('a confirmation in other words', () => {
  const confirmacoes = [
    'Fechado! Te espero sábado no São Luiz',
    'Anotado! Sábado é seu',
    'Fechado então, sábado 28/11 às 19h é seu',
    'Esse é seu!',
    'A vaga de sábado é sua, viu',
    'Reserva feita!',
    'Reserva tá concluída',
    'Coloquei seu nome no plantão de sábado',
    'Te coloquei na escala',
    'Perfeito, vc já tá na escala de sábado',
    'Vc já está escalada no sábado',
    'Segurei a vaga pra vc',
    'Separei essa pra vc',
    'Show, plantão seu!',
    'Fechou, é seu!',
    'Anotei seu nome na escala',
    'O São Luiz te espera sábado',
  ];

  it.each(confirmacoes)('is blocked while nothing was reserved: %s', (texto) => {
    expect(regras(texto, comVaga)).toContain('confirmacao');
    expect(regras(texto, agendado)).toContain('confirmacao');
  });

  it.each(confirmacoes)('goes when a tool reserved: %s', (texto) => {
    expect(regras(texto, reservado)).toEqual([]);
  });

  it('may be told again of what was reserved before', () => {
    const reservadaAntes = antes('julia', 'Reservei pra vc, sábado 28/11 às 19h');
    expect(regras('Tá sim, sábado é seu', reservadaAntes)).toEqual([]);
    expect(regras('Te coloquei na escala', reservadaAntes)).toEqual(['confirmacao']);
  });

  it.each([
    'Sábado é seu?',
    'Posso te colocar na escala?',
    'Vc tá na escala do São Luiz?',
    'Se topar, sábado é seu',
    'A vaga é sua se vc quiser',
    'É só confirmar que o plantão é seu',
    'Ainda não te coloquei na escala',
    'Essa bate com outro plantão seu',
    'Não achei nenhum plantão seu aqui',
    'No sábado seu plantão começa às 19h',
    'Vc já tá na escala de outro plantão nesse horário',
    'A decisão é sua',
    'Essa vaga é sua cara',
    'Sábado é seu aniversário né',
    'Só me dizer que sim e a vaga é sua',
    'Separei essa opção: São Luiz, sábado 28/11, R$ 2.400. Topa?',
    'Separei uma vaga boa pra vc',
    'A reserva só é feita com o seu ok',
  ])('is none: %s', (texto) => {
    expect(regras(texto, comVaga)).toEqual([]);
  });
});

describe('a condition said after it', () => {
  it.each([
    'Fica reservado assim que vc me confirmar',
    'A reserva fica confirmada quando vc topar',
    'Sábado é seu, se quiser',
    'Fica garantido se vc confirmar hoje',
  ])('makes it no confirmation: %s', (texto) => {
    expect(regras(texto, comVaga)).toEqual([]);
  });

  it.each([
    'Tá reservado, se precisar de algo me chama',
    'Já tá reservado, quando chegar me avisa',
    'Tá reservado! Se quiser te explico como chegar',
    'Tá reservado, se quiser te explico como chegar',
    'Ficou reservado quando vc topou',
    'Reservei quando vc confirmou',
  ])('does not unsay it: %s', (texto) => {
    expect(regras(texto, comVaga)).toContain('confirmacao');
  });
});

describe('what no tool can undo', () => {
  const recusada: FatosDoTurno = {
    ...comVaga,
    ferramentas: ['{"reservado":false,"motivo":"cancelada"}'],
  };

  it.each([
    'Seu plantão foi cancelado',
    'Pronto, plantão cancelado!',
    'Já cancelei pra vc',
    'Cancelado!',
    'Já te removi da lista',
    'Te tirei da escala',
    'Tirei seu nome da escala de sábado',
  ])('is never done: %s', (texto) => {
    expect(regras(texto, comVaga)).toContain('confirmacao');
    expect(regras(texto, reservado)).toContain('confirmacao');
    expect(regras(texto, agendado)).toContain('confirmacao');
    expect(regras(texto, antes('julia', 'Reservei pra vc'))).toContain('confirmacao');
  });

  it.each([
    ['Poxa, essa foi cancelada pelo hospital', recusada],
    ['Sim, foi cancelado', antes('humano', 'Cancelamos seu plantão de sábado, tá? Foi cancelado')],
    ['Não cancelei nada não', comVaga],
    ['Seu plantão foi cancelado?', comVaga],
    ['Se for cancelado te chamam', comVaga],
    ['Cancelamento é com uma pessoa da equipe, quer que eu chame?', comVaga],
  ] as [string, FatosDoTurno][])('may be spoken of: %s', (texto, fatos) => {
    expect(regras(texto, fatos)).toEqual([]);
  });

  it('confirms no reservation by having been told before', () => {
    const saiu = antes('julia', 'Tranquilo, já te tirei da lista e não mando mais msg.');
    expect(regras('Tá reservado', saiu)).toEqual(['confirmacao']);
  });
});

describe('a promise to write later', () => {
  const promessas = [
    'Blz, amanhã às 10h te chamo então!',
    'Combinado! Amanhã às 10h falo com vc',
    'Amanhã eu te chamo',
    'Amanhã às 10h, te chamo',
    'Te mando amanhã',
    'Te chamo dia 28',
    'Amanhã 10h vou te chamar',
  ];

  it.each(promessas)('needs a reminder: %s', (texto) => {
    expect(regras(texto, comVaga)).toContain('promessa');
    expect(regras(texto, agendado)).toEqual([]);
  });

  it.each([
    'Amanhã às 10h vc me chama?',
    'Amanhã é só me chamar',
    'Se surgir algo pra sábado te aviso',
    'Amanhã não te chamo então',
    'O plantão é sábado 28/11 às 19h, qualquer coisa me chama',
    'Quer que amanhã eu te chame?',
    'Posso falar com vc amanhã?',
    'Que bom falar com vc hoje!',
    'O endereço é esse, qualquer coisa te mando de novo',
  ])('is none: %s', (texto) => {
    expect(regras(texto, comVaga)).toEqual([]);
  });
});
