import { describe, expect, it } from '@jest/globals';

import { pedeOptout } from './optout.ts';

const comLimite = [
  // until when, or when
  'estou de férias, não mande mensagem até dia 10',
  'não quero receber mensagens até janeiro',
  'não me manda vaga esse mês',
  'não me manda mais nada essa semana',
  'não me mandem mensagem nesses dias',
  'não me manda mensagem mês que vem',
  'não me mande mensagem por um tempo',
  'não me mande mensagem em janeiro',
  'não me mande mensagem nas próximas semanas',
  'não me mande mensagem amanhã',
  'não me mande mensagem na segunda',
  'não manda mensagem aos domingos',
  'não manda mensagem depois das 22h',
  'não me mande mensagem antes das 8h',
  'não manda mensagem após as 22h',
  'não me mande mensagem de manhã',
  'não manda mensagem quando eu estiver de plantão',
  'não quero receber vagas enquanto eu estiver de férias',
  'não manda mensagem agora',
  'nunca mais me mande mensagem de madrugada',
  'para de me mandar mensagem hoje',
  // which
  'não me mande mais vagas de pediatria',
  'não me manda mais vagas de plantão em Niterói',
  'não me mande mais plantões noturnos',
  'não me mande mais essa vaga',
  'não me mande mais nada de pediatria',
  'não me ofereça mais plantão de UTI',
  'para de me oferecer esse plantão',
  'para de insistir nesse hospital',
  'não insista nessa vaga',
  'não quero esse plantão, não insista',
  'não posso sábado, para de insistir',
  'prefiro não receber por PJ',
  'prefiro não receber nada em dinheiro',
  'gostaria de não receber vaga de UTI',
  'prefiro não receber mensagem de madrugada',
  'não me procurem no hospital',
  'não quero que me liguem de madrugada',
  'prefiro não ser incomodado durante o plantão',
  // how much
  'não me manda vaga abaixo de 2000',
  'não me mande mais vagas com valor menor que 1500',
  'prefiro não receber propostas por menos de 2000',
  'não me mande vagas mal pagas',
  // by which way
  'não me mande mensagem no grupo',
  'não me mande mais mensagem por e-mail',
  'não me manda mensagem de voz',
  'não me mande mensagem pelo instagram',
  'não me liga mais, só manda mensagem',
  'não me liga mais\npode mandar mensagem',
  'para de me ligar e manda mensagem',
  'não quero que vocês me liguem mais, prefiro mensagem',
  'nunca mais me liguem, me chama no whatsapp',
  // enough of what was asked for
  'não precisa mandar mais nada, já tenho o endereço',
  'já recebi, não precisa mandar mais nada',
  'não manda mais nada, já entendi',
  'não precisa mais me ligar, já resolvi',
];

const semLimite = [
  'boa tarde não me mande mais mensagem',
  'boa noite não quero mais receber mensagens',
  'pela segunda vez não me mande mais mensagem',
  'depois de tudo isso não me mandem mais mensagens',
  'pelo menos não me mande mais mensagem',
  'não me liga mais, não me manda mais mensagem',
  'não me liga mais nem me manda mensagem',
  'para de me ligar e de me mandar mensagem',
  'para de me ligar e mandar mensagem',
  'já tenho emprego, não me mande mais nada',
  'já recebi várias mensagens, não me mande mais nada',
];

const desistenciaDePlantao = [
  'não vou conseguir ir no plantão, me tira por favor',
  'surgiu um imprevisto sábado, me tira por favor',
  'pode me tirar, não consigo ir sábado',
  'me remove por favor, tive um imprevisto',
  'me tira disso, não vou poder ir amanhã',
  'estou doente, me tirem por favor',
  'não vou mais, me tira',
  'tive um problema, pode me tirar',
];

const trocaDeNumero = [
  'apaga meu número antigo e salva esse',
  'apaga meu número antigo',
  'exclui meu contato e salva o novo número',
  'troquei de número, apaga esse número',
];

const saidaDaLista = [
  'não vou conseguir ir no plantão, me tira da lista de contatos',
  'não aguento mais isso, me tira por favor',
  'hoje já recebi cinco mensagens, me remova',
  'estou de plantão, me tira por favor',
  'apaga meu número e não salva mais',
  'apaga meu número',
];

describe('pedeOptout', () => {
  it.each(comLimite)('leaves "%s" to the agent: it refuses a part only', (texto) => {
    expect(pedeOptout(texto)).toBe(false);
  });

  it.each(semLimite)('sees no limit in "%s"', (texto) => {
    expect(pedeOptout(texto)).toBe(true);
  });

  it.each(desistenciaDePlantao)('takes "%s" for giving up a plantão', (texto) => {
    expect(pedeOptout(texto)).toBe(false);
  });

  it.each(trocaDeNumero)('takes "%s" for a change of number', (texto) => {
    expect(pedeOptout(texto)).toBe(false);
  });

  it.each(saidaDaLista)('takes "%s" for leaving the list', (texto) => {
    expect(pedeOptout(texto)).toBe(true);
  });

  it('reads what else the burst says', () => {
    expect(pedeOptout('me tira por favor', ['não consigo ir sábado', 'me tira por favor'])).toBe(
      false,
    );
    expect(pedeOptout('stop', ['oi', 'stop'])).toBe(true);
  });
});
