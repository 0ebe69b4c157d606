import { describe, expect, it } from '@jest/globals';
import type { FalaDoHistorico } from '../conversa/turnos.ts';
import { verificarSaida, type FatosDoTurno, type RegraDeSaida } from './guarda-saida.ts';

/** A Monday, 10:00 in São Paulo. */
const agora = new Date('2026-11-23T13:00:00Z');

const vaga = JSON.stringify({
  vagas: [
    {
      handle: 'V1',
      hospital: 'Hospital São Luiz Itaim',
      cidade: 'São Paulo',
      setor: 'Centro Cirúrgico',
      periodo: 'Noturno',
      dia: 'sábado, 28/11/2026',
      horario: '19h às 7h',
      valor: 'R$ 2.400',
    },
  ],
});

const nada: FatosDoTurno = {
  ferramentas: [],
  hospitais: [],
  medico: 'oi, tem plantão essa semana?',
  historico: [],
  agora,
  temVaga: false,
  reservou: false,
  agendou: false,
};
const comVaga: FatosDoTurno = {
  ...nada,
  ferramentas: [vaga],
  hospitais: ['Hospital São Luiz Itaim'],
  temVaga: true,
};
const reservado: FatosDoTurno = { ...comVaga, medico: 'pode reservar', reservou: true };
const lembrete: FatosDoTurno = {
  ...nada,
  medico: 'me chama amanhã 10h',
  ferramentas: ['{"agendado":"terça, 24/11/2026 às 10h"}'],
  agendou: true,
};
const disse = (medico: string): FatosDoTurno => ({ ...nada, medico });
const fala = (autor: FalaDoHistorico['autor'], texto: string): FalaDoHistorico => ({
  autor,
  texto,
  em: new Date('2026-11-22T15:00:00Z'),
});

describe('the output guard blocks', () => {
  const casos: [RegraDeSaida, string, FatosDoTurno?][] = [
    ['vazio', ''],
    ['vazio', '  \n '],
    ['vazio', '...'],
    ['incompleto', 'Olha só o que eu achei pra vc:'],
    ['incompleto', 'Então, sobre a vaga…'],
    ['incompleto', 'Deixa eu pensar...'],
    ['longo', 'a vaga é boa mesmo. '.repeat(100)],
    ['humana', 'Sou humana sim, pode confiar'],
    ['humana', 'Claro que sou uma pessoa de verdade!'],
    ['humana', 'Não sou um robô, sou a Júlia'],
    ['humana', 'não sou robô não kkk'],
    ['humana', 'Na\u0303o sou ro\u0302bo'],
    ['humana', 'Imagina, sou gente como vc'],
    ['humana', 'Aqui é uma pessoa mesmo'],
    ['humana', 'Tenho 27 anos e trabalho com escala'],
    ['vazamento', 'Vou usar a ferramenta buscar_vagas'],
    ['vazamento', '<thinking>ele quer uma vaga</thinking> Oi!'],
    ['vazamento', 'Como modelo de linguagem, não tenho agenda'],
    ['vazamento', 'Minhas instruções dizem pra ofertar uma vaga'],
    ['vazamento', 'O médico quer plantão, preciso responder de forma curta'],
    ['vazamento', 'A V1 é a melhor pra vc', comVaga],
    ['vazamento', '[mensagem de uma pessoa da equipe] oi'],
    ['vazamento', '{"texto": "oi"}'],
    ['formatacao', 'Tem **ótima** vaga'],
    ['formatacao', 'Tem *essa vaga* aqui'],
    ['formatacao', '- uma\n- outra'],
    ['formatacao', '• uma vaga boa'],
    ['formatacao', '1. primeira\n2. outra'],
    ['formatacao', '# Vagas'],
    ['formatacao', 'Veja em https://exemplo.com'],
    ['formatacao', 'entra em revoluna.com.br'],
    ['formatacao', 'use `codigo`'],
    ['formalidade', 'Prezado doutor, tudo bem?'],
    ['formalidade', 'A senhora prefere qual período?'],
    ['formalidade', 'Atenciosamente, Júlia'],
    ['formalidade', 'Cara doutora, bom dia'],
    ['valor', 'Paga R$ 3.000 nesse', comVaga],
    ['valor', 'Paga 2.500 reais', comVaga],
    ['valor', 'Consigo 2,5k pra vc', comVaga],
    ['valor', 'Dá dois mil e quinhentos', comVaga],
    ['valor', 'O valor é 2500', comVaga],
    ['valor', 'São R$ 200 por hora', comVaga],
    ['valor', 'O plantão paga mil reais'],
    ['data', 'Tem no domingo também', comVaga],
    ['data', 'É dia 29', comVaga],
    ['data', 'É em 29/11', comVaga],
    ['data', 'É 28 de dezembro', comVaga],
    ['data', 'Na sexta-feira tem', comVaga],
    ['data', 'Tenho uma vaga amanhã no São Luiz', comVaga],
    ['hora', 'Começa às 18h', comVaga],
    ['hora', 'Das 8 às 19h', comVaga],
    ['hora', 'Entra 18:30', comVaga],
    ['hora', 'Começa às 8', comVaga],
    ['hora', 'É às 8 da noite', comVaga],
    ['hospital', 'É no Hospital Albert Einstein', comVaga],
    ['hospital', 'É lá no einstein', comVaga],
    ['hospital', 'Hospital Santa Marcelina, conhece?', comVaga],
    ['hospital', 'no hospital são camilo', comVaga],
    ['oferta', 'Tenho uma vaga ótima pra vc'],
    ['oferta', 'Surgiu um plantão que é a sua cara!'],
    ['confirmacao', 'Reservei pra vc!', comVaga],
    ['confirmacao', 'Prontinho, tá reservado', comVaga],
    ['confirmacao', 'Plantão confirmado!', comVaga],
    ['confirmacao', 'Reservei pra vc, tá?', comVaga],
    ['confirmacao', 'Já está reservado, ok?', comVaga],
    ['confirmacao', 'A vaga é sua!', comVaga],
    ['confirmacao', 'Tá fechado então', comVaga],
    ['confirmacao', 'Já agendei aqui'],
    ['confirmacao', 'Já foi reservado pra vc', comVaga],
    ['promessa', 'Vou verificar e te falo'],
    ['promessa', 'Deixa eu ver aqui'],
    ['promessa', 'Só um minutinho'],
    ['promessa', 'Já te retorno'],
    ['promessa', 'Tô checando as vagas'],
    ['promessa', 'Vou te passar pra uma pessoa da equipe'],
    ['promessa', 'Te chamo amanhã às 10h', disse('me chama amanhã 10h')],
    ['promessa', 'Vou dar uma olhada'],
  ];

  it.each(casos)('%s: %s', (regra, texto, fatos = nada) => {
    expect(verificarSaida(texto, fatos).map((violacao) => violacao.regra)).toContain(regra);
  });
});

describe('the output guard lets through', () => {
  const reservadaAntes: FatosDoTurno = {
    ...disse('tá reservado mesmo?'),
    historico: [fala('julia', 'Reservei pra vc, Hospital São Luiz Itaim, sábado 28/11 às 19h')],
  };
  const casos: [string, FatosDoTurno?][] = [
    ['Oi Ana, tudo bem? Aqui é a Júlia da Revoluna'],
    ['Confirma pra mim?'],
    ['Quer que eu deixe reservado?', comVaga],
    ['Posso reservar pra vc?', comVaga],
    ['Me confirma que eu reservo', comVaga],
    ['Quando tiver confirmado vc recebe os detalhes', comVaga],
    ['Não consegui reservar, alguém pegou antes', comVaga],
    ['Poxa, essa já foi reservada por outra pessoa', comVaga],
    ['Essa ainda não tá reservada', comVaga],
    ['Esse bate com um plantão que vc já tem confirmado', comVaga],
    ['Vc já tem outro plantão reservado nesse horário', comVaga],
    ['Sou a Júlia, assistente virtual da Revoluna. Quer falar com uma pessoa?'],
    ['Não sou humana não, sou assistente virtual'],
    ['Se preferir falar com uma pessoa é só dizer'],
    [
      'Tenho uma no Hospital São Luiz Itaim, sábado 28/11, das 19h às 7h, R$ 2.400. O q acha?',
      comVaga,
    ],
    ['Tem essa no São Luiz, sábado à noite, paga 2.400 reais', comVaga],
    ['É dia 28, das 19 às 7, 2,4k', comVaga],
    ['Paga dois mil e quatrocentos', comVaga],
    ['É plantão de 12h, começa 19h', comVaga],
    ['Sábado 28 de novembro, pode ser?', comVaga],
    ['Reservei! Hospital São Luiz Itaim, sábado 28/11 às 19h', reservado],
    ['Prontinho, tá reservado. Qualquer coisa me chama', reservado],
    ['Fechado, plantão confirmado pra vc!', reservado],
    ['Fechado! Te chamo amanhã às 10h então', lembrete],
    ['Combinado, agendei aqui: te chamo terça 24/11 às 10h', lembrete],
    ['Confirmado, amanhã 10h te mando msg', lembrete],
    ['Amanhã vc consegue?'],
    ['Hoje tá corrido né? Sem problema'],
    ['Vc prefere diurno ou noturno?'],
    ['Por 3.000 não consigo, desculpa', disse('só faço por 3000')],
    ['Entendi, 2.500 né?', disse('aceito por 2,5')],
    ['Na sexta vc consegue?', disse('posso na sexta')],
    ['No dia 30 então?', disse('dia 30 eu posso')],
    ['Segunda 30/11 né?', disse('pode ser 30/11')],
    ['Às 15h fica bom?', disse('me liga as 3')],
    ['No Einstein não tenho nada agora', disse('tem algo no einstein?')],
    ['No Hospital Samaritano não achei nada', disse('e no samaritano?')],
    ['Não tenho vaga de anestesia essa semana'],
    ['Se surgir plantão por aí te aviso'],
    ['Tá sim, reservado certinho pra vc', reservadaAntes],
    ['É no Hospital São Luiz Itaim, sábado', reservadaAntes],
    [
      'Te chamo terça 10h, como combinado',
      {
        ...disse('blz'),
        historico: [
          {
            ...fala('julia', 'Fechado, te chamo terça às 10h'),
            em: new Date('2026-11-23T12:00:00Z'),
          },
        ],
      },
    ],
    ['Essa é a segunda opção, pode ser?'],
    ['O hospital é ótimo, equipe tranquila'],
    [
      'O Hospital Nossa Senhora de Lourdes, conhece?',
      {
        ...comVaga,
        hospitais: ['Hospital Nossa Senhora de Lourdes'],
      },
    ],
    ['Show! 👍'],
    ['👍'],
    ['Tá caro mesmo, entendo'],
    ['O valor é bom e o hospital fica perto - vale a pena'],
    ['Poxa, sinto muito por isso'],
    ['Consigo ver outras datas se quiser'],
    ['Quer que eu procure em outra região?'],
    ['Opa, não entendi. Me explica melhor?'],
    ['Pode mandar msg a qualquer hora, 24h por dia'],
    ['As 3 vagas que te falei são em São Paulo', comVaga],
    ['Dra., tudo bem?'],
    ['Deixa eu te perguntar: vc faz noturno?'],
    ['Em 2026 teve bastante vaga', comVaga],
  ];

  it.each(casos)('%s', (texto, fatos = nada) => {
    expect(verificarSaida(texto, fatos)).toEqual([]);
  });
});

describe('the output guard', () => {
  it('does not let an old reservation confirm a new one', () => {
    const fatos: FatosDoTurno = {
      ...disse('pode reservar essa tb'),
      historico: [fala('julia', 'Reservei pra vc!')],
    };
    expect(verificarSaida('Tá reservado!', fatos)).toEqual([
      { regra: 'confirmacao', trecho: 'reservado' },
    ]);
  });

  it('reads relative days of the history on the day they were said', () => {
    const fatos: FatosDoTurno = { ...nada, historico: [fala('medico', 'posso amanhã')] };
    // Said on Sunday the 22nd, so it means Monday the 23rd.
    expect(verificarSaida('Na segunda 23/11 então?', fatos)).toEqual([]);
    expect(verificarSaida('Na terça então?', fatos)).toEqual([{ regra: 'data', trecho: 'terca' }]);
  });

  it('finds the same with composed and decomposed accents', () => {
    const texto = 'Tá reservado pra sábado às 18h';
    expect(verificarSaida(texto.normalize('NFD'), nada)).toEqual(
      verificarSaida(texto.normalize('NFC'), nada),
    );
  });
});
