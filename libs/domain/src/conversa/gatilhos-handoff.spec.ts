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
  // about what does not say with whom
  'quero falar com alguém sobre o plantão',
  'preciso falar com alguém sobre meu pagamento',
  'quero falar com um atendente sobre meu plantão',
  'quero falar com a supervisora sobre minha escala',
  'posso falar com alguém a respeito do hospital?',
  'quero um atendente pra falar do meu plantão',
  'quero uma pessoa para resolver meu pagamento',
  'falar com uma pessoa',
  'falar com alguém',
  'falar com alguém sobre a escala',
  'tem uma pessoa aí?',
  'tem algum atendente aí?',
  'quero ser atendido por uma pessoa',
  'prefiro ser atendida por um ser humano',
  'não quero ser atendido por robô',
  'quero falar por telefone',
  'quero resolver no telefone',
  'quero falar com alguém pra tirar uma dúvida do plantão',
  'dá pra falar com vcs por telefone?',
  'quero falar com o financeiro',
  'preciso falar com o setor financeiro sobre meu plantão',
  'me passa pro financeiro',
  'me passa pra outra pessoa',
  'passa pra uma pessoa',
  'não posso hoje, transfere pra supervisora',
  'não consigo resolver isso, passa pra uma pessoa',
  'me liga no 11 98765 4321',
  'me liga, amanhã é o plantão e ninguém responde',
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
  'isso não é normal é um absurdo uma falta de respeito',
  'sem noção que absurdo que falta de respeito',
  'não é só um absurdo é uma vergonha',
  'bando de sem vergonha, que absurdo',
  'vocês acham que sou palhaço? isso é golpe!',
  'golpistas, mentirosos',
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
  'quero falar com alguém do hospital sobre o plantão',
  'quero falar com a supervisora da UTI sobre a escala',
  'quero falar sobre isso com alguém do hospital',
  'preciso falar com meu supervisor sobre o plantão',
  'quero falar com o financeiro do hospital',
  'quero falar sobre o plantão',
  'vou falar com alguém sobre isso e te aviso',
  'falar com a gente é fácil',
  'falar com alguém do hospital',
  'tem uma pessoa aí no plantão?',
  'fui atendido por uma pessoa ótima',
  'o paciente quer ser atendido por outra pessoa',
  'não quero falar por telefone',
  'prefiro falar por mensagem',
  // a refusal that leaves the vaga to others
  'não posso, passa pra outra pessoa',
  'passa pra outra pessoa',
  'não vou poder nesse dia, passa pra alguém',
  'não tenho disponibilidade, passa pra uma pessoa que possa',
  // a call at another time is a lembrete
  'me liga segunda',
  'me liga amanhã às 10h',
  'me liga depois',
  'me liga mais tarde',
  'me liga semana que vem',
  'me liga daqui a 2 horas',
  'me liga\namanhã',
  'pode me ligar?\namanhã às 10h',
  'me liga\nàs 15h',
  'me liga, por favor, amanhã',
  'pode me ligar? segunda-feira de manhã',
  'amanhã à tarde\nme liga',
  'me liga, pode ser mais tarde',
  'me liga\ndaqui a pouco',
  'me liga 18:30',
  'me liga 18h',
  'me liga umas 18',
  'me liga no horário comercial',
  'quero falar por telefone amanhã',
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
  'não é ridículo nem absurdo',
  'não foi um desrespeito, nem uma falta de educação',
  'não é nenhum absurdo, mas achei péssimo',
  // a first contact's suspicion
  'isso é golpe? é fraude?',
  'tem muito golpe e fraude por aí, como sei que é sério?',
  'isso é mentira? é golpe?',
  'já vi muita fraude e mentira por aí',
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
