import { describe, expect, it } from '@jest/globals';

import { detectarGatilhoHandoff } from './gatilhos-handoff.ts';

const pedemHumano = [
  'humano',
  'atendente',
  'Atendente, por favor',
  'quero falar com uma pessoa',
  'Quero falar com um humano!',
  'queria falar com alguém',
  'posso falar com a supervisora?',
  'preciso falar com o responsável',
  'tem como falar com um atendente?',
  'dá pra conversar com uma pessoa de verdade?',
  'quero falar com gente de verdade',
  'prefiro falar com um ser humano',
  'falar com atendente',
  'quero um atendente',
  'quero uma pessoa de verdade',
  'preciso de um atendente humano',
  'chama a supervisora',
  'me passa pra um humano',
  'me transfere para o gerente por favor',
  'transfere pra supervisora',
  'pode me passar pra alguém?',
  'não quero falar com robô',
  'não vou falar com uma máquina',
  'nao falo com bot',
  'vc é robô? quero falar com uma pessoa',
  'tem alguém aí?',
  'tem alguém de verdade aí?',
  'me liga',
  'me liga por favor',
  'me liga agora',
  'pode me ligar?',
  'prefiro que me ligue',
  'quero ligar pra vocês',
  'preciso ligar',
  'tem algum telefone pra ligar?',
  'vocês têm atendimento humano?',
];

const juridicos = [
  'vou falar com meu advogado',
  'minha advogada vai entrar em contato',
  'vou processar vocês',
  'vou te processar',
  'vou abrir um processo contra vocês',
  'isso dá processo trabalhista',
  'vou entrar com uma ação judicial',
  'vou na justiça',
  'vou entrar na justiça',
  'vamos resolver isso na justiça',
  'vou levar isso pra justiça',
  'vou no Procon',
  'vou colocar no Reclame Aqui',
  'isso é uma reclamação formal',
  'vou mandar uma notificação extrajudicial',
  'vou denunciar',
  'vou fazer uma denúncia',
  'vou fazer uma reclamação no CRM',
  'vou denunciar vocês ao CRM',
  'vocês vão receber uma autuação',
  'quero indenização por danos morais',
  'vou tomar as medidas cabíveis',
];

const negativos = [
  'que absurdo, uma falta de respeito',
  'Isso é um absurdo! Ridículo!',
  'péssimo atendimento, vocês são horríveis',
  'palhaçada, que vergonha',
  'PALHAÇADA! MENTIROSOS!',
  'isso é golpe, bando de safados',
  'que raiva\nnunca mais trabalho com vocês',
  'odeio isso, que desrespeito',
  'inaceitável. um escândalo',
  'isso é fraude, é mentira de vocês',
];

const nenhum = [
  '',
  'oi, tudo bem?',
  'oi, tem plantão de anestesia essa semana?',
  'pode reservar',
  // asked whether she is a robot: the agent answers honestly
  'vc é robô?',
  'você é um robô?',
  'isso é uma IA?',
  'é um bot?',
  'vc é humano?',
  'você é uma pessoa de verdade?',
  'tô falando com um robô?',
  'estou falando com uma pessoa de verdade?',
  'tô falando com atendente humano?',
  'você é atendente humano?',
  'parece um robô kkk',
  // people who are not ours
  'vou falar com a minha gerente',
  'já falei com a supervisora',
  'vou falar com uma pessoa aqui e te aviso',
  'preciso falar com meu supervisor antes',
  'quero falar com o coordenador da UTI',
  'posso falar com o responsável pelo plantão?',
  'preciso falar com alguém do hospital',
  'quero falar com alguém que trabalhou lá',
  'pode falar com a gente sim',
  'posso passar pra alguém o plantão?',
  'quero uma pessoa pra dividir o plantão',
  'passa pra gerente do hospital',
  'somos humanos',
  'ninguém é de ferro, sou humano',
  'não precisa falar com ninguém',
  'não quero falar com atendente, só quero a vaga',
  // a call at another time is a lembrete
  'me liga segunda',
  'me liga amanhã às 10h',
  'me liga depois',
  'me liga mais tarde',
  'me liga semana que vem',
  'me liga daqui a 2 horas',
  'pode me ligar à noite?',
  'me chama amanhã 10h',
  'qualquer coisa me liga',
  'não precisa me ligar',
  'o hospital me liga sempre',
  'preciso ligar pra minha esposa',
  // words of the law in other senses
  'como funciona o processo seletivo?',
  'vou abrir um processo seletivo',
  'qual o processo de credenciamento?',
  'meu cadastro está em processo',
  'vou processar essa informação',
  'vou processar tudo e te falo',
  'o plantão é no Hospital da Justiça?',
  'fica no bairro Justiça',
  'atendo no Tribunal de Justiça',
  'nada mais que justiça',
  'minha esposa é advogada',
  'sou advogado também',
  'trabalho no Procon de manhã',
  'minha área de atuação é pediatria',
  'meu CRM é 12345',
  'paciente fez reclamação de dor',
  // one negative word, or none meant
  'que absurdo',
  'achei péssimo esse valor',
  'não é golpe né? nem fraude?',
  'mentira kkkk que absurdo de bom',
  'tem vacina da raiva lá? o último estoque estava péssimo',
  'que vergonha, que vergonha',
  'nunca mais fui lá, era horrível',
];

describe('detectarGatilhoHandoff', () => {
  it.each(pedemHumano)('hands over on "%s", which asks for a person', (texto) => {
    expect(detectarGatilhoHandoff(texto)).toEqual({
      gatilho: 'pedido_humano',
      motivo: 'pediu uma pessoa',
    });
  });

  it.each(juridicos)('hands over on "%s", which speaks of the law', (texto) => {
    expect(detectarGatilhoHandoff(texto)?.gatilho).toBe('juridico');
  });

  it.each(negativos)('hands over on "%s", which is strongly negative', (texto) => {
    expect(detectarGatilhoHandoff(texto)?.gatilho).toBe('sentimento_negativo');
  });

  it.each(nenhum)('does not hand over on "%s"', (texto) => {
    expect(detectarGatilhoHandoff(texto)).toBeNull();
  });

  it('puts a person before the law, and the law before feelings', () => {
    expect(detectarGatilhoHandoff('quero falar com um humano, vou no procon')?.gatilho).toBe(
      'pedido_humano',
    );
    expect(detectarGatilhoHandoff('absurdo, ridículo, vou no procon')?.gatilho).toBe('juridico');
  });

  it('counts negative words over a whole burst', () => {
    expect(detectarGatilhoHandoff('que absurdo\nestou esperando faz dias\npéssimo')?.gatilho).toBe(
      'sentimento_negativo',
    );
  });

  it('answers a long message at once', () => {
    const comeco = performance.now();
    detectarGatilhoHandoff('quero falar logo com a minha justica absurda me liga '.repeat(1_000));
    expect(performance.now() - comeco).toBeLessThan(1_000);
  });
});
