import { describe, expect, it } from '@jest/globals';
import { pedidoSchema } from '../anthropic/pedido.ts';
import { decidir } from './decidir.ts';
import { pedidoDoAgente, type FalaDita } from '../../test/pedido-do-agente.ts';
import { lerPedido } from './ler-pedido.ts';

const vaga = {
  handle: 'V3',
  hospital: 'Hospital São Rafael',
  cidade: 'Campinas',
  setor: 'Centro cirúrgico',
  especialidade: 'Anestesiologia',
  periodo: 'noturno',
  dia: 'sábado, 28/11/2026',
  horario: '19h às 7h',
  termina_no_dia_seguinte: true,
  valor: 'R$ 2.100',
};
const outraVaga = {
  ...vaga,
  handle: 'V4',
  hospital: 'Santa Casa de Santos',
  dia: 'domingo, 29/11/2026',
};
const ofertaFeita =
  'Tenho uma no Hospital São Rafael, Campinas, sábado 28/11, das 19h às 7h, Centro cirúrgico, pagando R$ 2.100. O que acha?';

const jogar = (...args: Parameters<typeof pedidoDoAgente>) =>
  decidir(lerPedido(pedidoDoAgente(...args), new Date('2020-01-01T00:00:00Z')));
const chamada = (nome: string, entrada: object) => ({
  tipo: 'ferramentas',
  chamadas: [{ nome, entrada }],
});
const textoDe = (...args: Parameters<typeof pedidoDoAgente>) => {
  const jogada = jogar(...args);
  return jogada.tipo === 'texto' ? jogada.texto : '';
};

describe('the scripted Júlia', () => {
  it('greets, answers honestly about being a robot, and accepts a refusal', () => {
    expect(textoDe([['medico', 'oi']])).toContain('Júlia, da Revoluna');
    expect(textoDe([['medico', 'vc é robô?']])).toMatch(/assistente virtual.*pessoa da equipe/);
    expect(
      textoDe([
        ['julia', ofertaFeita],
        ['medico', 'não posso, obrigado'],
      ]),
    ).toContain('Sem problema');
  });

  it('says that it did not understand, and not twice in the same words', () => {
    const primeira = textoDe([['medico', 'asdkjh qwe']]);
    expect(primeira).toContain('não sei se entendi');
    const segunda = textoDe([
      ['medico', 'asdkjh qwe'],
      ['julia', primeira],
      ['medico', 'zzz'],
    ]);
    expect(segunda).toContain('ainda não entendi');
  });

  it('offers a person when the value is too low, and calls one on a yes', () => {
    const falas: FalaDita[] = [
      ['julia', ofertaFeita],
      ['medico', 'tá pouco, não dá pra pagar mais?'],
    ];
    const resposta = textoDe(falas);
    expect(resposta).toContain('alguém da equipe');
    expect(jogar([...falas, ['julia', resposta], ['medico', 'quero sim']])).toEqual(
      chamada('transferir_para_humano', { motivo: 'Pediu para falar com uma pessoa' }),
    );
  });

  it('searches with what was said, by the date of the call', () => {
    expect(jogar([['medico', 'oi, tem plantão de anestesia essa semana?']])).toEqual(
      chamada('buscar_vagas', {
        especialidade: 'anestesiologia',
        de: '2026-11-24',
        ate: '2026-11-29',
      }),
    );
  });

  it('offers one vaga with the facts of the tool', () => {
    const falas: FalaDita[] = [['medico', 'tem plantão?']];
    const saida = { vagas: [vaga, outraVaga] };
    expect(textoDe(falas, [['buscar_vagas', {}, saida]])).toBe(ofertaFeita);
  });

  it('searches wider once when nothing matched, and says so', () => {
    const falas: FalaDita[] = [['medico', 'tem plantão amanhã?']];
    const filtro = { de: '2026-11-25', ate: '2026-11-25' };
    const vazia = ['buscar_vagas', filtro, { vagas: [] }] as const;
    expect(jogar(falas, [vazia])).toEqual(chamada('buscar_vagas', {}));
    expect(textoDe(falas, [vazia, ['buscar_vagas', {}, { vagas: [vaga] }]])).toMatch(
      /^Desse jeito não tenho agora, mas tenho uma no Hospital São Rafael/,
    );
    expect(textoDe(falas, [vazia, ['buscar_vagas', {}, { vagas: [] }]])).toContain('nada aberto');
  });

  it('offers another one when asked for another', () => {
    const falas: FalaDita[] = [
      ['julia', ofertaFeita],
      ['medico', 'tem outra?'],
    ];
    const saida = { vagas: [vaga, outraVaga] };
    expect(textoDe(falas, [['buscar_vagas', {}, saida]])).toMatch(
      /^Tenho também uma na Santa Casa de Santos/,
    );
    expect(textoDe(falas, [['buscar_vagas', {}, { vagas: [vaga] }]])).toContain('não tenho outra');
  });

  const aceite: FalaDita[] = [
    ['julia', ofertaFeita],
    ['medico', 'boa! pode reservar'],
  ];

  it('reserves the offered vaga by the handle of the context', () => {
    const linhas =
      'Vagas já oferecidas nesta conversa, a mais recente primeiro:\n' +
      'V9 = Santa Casa de Santos, domingo 29/11, das 19h às 7h, R$ 2.100\n' +
      'V3 = Hospital São Rafael, sábado 28/11, das 19h às 7h, R$ 2.100\n';
    expect(jogar(aceite, [], linhas)).toEqual(
      chamada('reservar_plantao', { handle: 'V3', aceite: 'pode reservar' }),
    );
  });

  it('finds the handle again by a search when the context has none', () => {
    const filtro = { de: '2026-11-28', ate: '2026-11-28' };
    expect(jogar(aceite)).toEqual(chamada('buscar_vagas', filtro));
    const busca = ['buscar_vagas', filtro, { vagas: [outraVaga, vaga] }] as const;
    expect(jogar(aceite, [busca])).toEqual(
      chamada('reservar_plantao', { handle: 'V3', aceite: 'pode reservar' }),
    );
  });

  it('confirms with facts what a tool reserved', () => {
    const feita = ['reservar_plantao', { handle: 'V3' }, { reservado: true, vaga }] as const;
    expect(textoDe(aceite, [feita])).toMatch(
      /^Fechado! Reservei pra vc o plantão no Hospital São Rafael, sábado 28\/11 das 19h às 7h, R\$ 2\.100/,
    );
  });

  it.each([
    ['ja_reservada', 'preenchida por outra pessoa'],
    ['conflito_de_horario', 'outro plantão seu'],
    ['no_passado', 'já passou'],
    ['outra_especialidade', 'outra especialidade'],
    ['cancelada', 'cancelada'],
    ['handle_desconhecido', 'Não encontrei'],
  ])('tells the truth about a reservation refused as %s and offers another', (motivo, trecho) => {
    const recusa = ['reservar_plantao', { handle: 'V3' }, { reservado: false, motivo }] as const;
    expect(jogar(aceite, [recusa])).toEqual(chamada('buscar_vagas', {}));
    const texto = textoDe(aceite, [recusa, ['buscar_vagas', {}, { vagas: [vaga, outraVaga] }]]);
    expect(texto).toContain(trecho);
    expect(texto).toContain('Mas tenho outra na Santa Casa de Santos');
  });

  it('asks before reserving on a vague yes', () => {
    const vago: FalaDita[] = [
      ['julia', ofertaFeita],
      ['medico', 'pode ser'],
    ];
    expect(textoDe(vago)).toContain('Posso reservar');
    const claro: FalaDita[] = [
      ...vago,
      ['julia', 'Posso reservar essa pra vc então?'],
      ['medico', 'sim'],
    ];
    expect(jogar(claro)).toEqual(chamada('buscar_vagas', { de: '2026-11-28', ate: '2026-11-28' }));
  });

  it('schedules a reminder for the instant that was asked for, and repeats what the tool fixed', () => {
    const falas: FalaDita[] = [['medico', 'tô em cirurgia, me chama amanhã 10h']];
    expect(jogar(falas)).toMatchObject(
      chamada('agendar_lembrete', { instante: '2026-11-25T10:00' }),
    );
    const agendado = { agendado: 'quarta, 25/11/2026 às 10h' };
    expect(textoDe(falas, [['agendar_lembrete', {}, agendado]])).toBe(
      'Combinado, te chamo amanhã às 10h!',
    );
    const ajustado = { agendado: 'segunda, 30/11/2026 às 8h', ajustado: true };
    expect(textoDe(falas, [['agendar_lembrete', {}, ajustado]])).toBe(
      'Combinado, te chamo segunda 30/11 às 8h!',
    );
    const passou = { erro: 'Esse instante já passou. Confira a data.' };
    expect(textoDe(falas, [['agendar_lembrete', {}, passou]])).toContain('já passou');
    expect(textoDe([['medico', 'me chama depois']])).toContain('Que dia e hora');
  });

  it('hands over to a person', () => {
    expect(jogar([['medico', 'quero falar com uma pessoa']])).toMatchObject(
      chamada('transferir_para_humano', {}),
    );
  });

  it('makes a call again that was refused as malformed, but not forever', () => {
    const falas: FalaDita[] = [['medico', 'tem plantão?']];
    const errada = [
      'buscar_vagas',
      { periodo: 42 },
      { erro: 'Entrada inválida. periodo' },
    ] as const;
    const desconhecida = [
      'horoscopo',
      {},
      { erro: 'Não existe a ferramenta "horoscopo".' },
    ] as const;
    expect(jogar(falas, [errada])).toEqual(chamada('buscar_vagas', {}));
    expect(jogar(falas, [desconhecida, errada])).toEqual(chamada('buscar_vagas', {}));
    expect(textoDe(falas, [errada, errada, errada])).toContain('probleminha');
  });

  it('says what it cannot do when the tool is not offered', () => {
    const semFerramentas = pedidoSchema.parse({
      ...pedidoDoAgente([['medico', 'tem plantão?']]),
      tools: [],
    });
    expect(decidir(lerPedido(semFerramentas, new Date()))).toMatchObject({ tipo: 'texto' });
  });
});
