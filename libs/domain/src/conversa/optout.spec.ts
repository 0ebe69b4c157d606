import { describe, expect, it } from '@jest/globals';

import { combina, oracoes } from './normalizar-texto.ts';
import { familiasOptout, pedeOptout } from './optout.ts';

const pede = [
  // whole message
  'STOP',
  'pare',
  'Pare!',
  'PARA',
  'parar',
  'sair',
  'Sair, por favor',
  'cancelar',
  'chega',
  'Chegaaaa!!!',
  'basta',
  'Oi Júlia, pare por favor',
  'bloquear',
  'não tenho interesse',
  'Não tenho interesse, obrigado',
  'Bom dia! Sem interesse.',
  'n tenho interesse obg',
  // stop sending
  'para de me mandar mensagem',
  'Pare de me enviar mensagens',
  'parem de mandar msg',
  'pode parar de mandar msgs?',
  'gostaria que vocês parassem de me mandar mensagens',
  'como faço pra vocês pararem de me mandar mensagem?',
  'chega de mensagem',
  'chega de spam',
  'para com essas mensagens',
  'para de encher o saco',
  'pare de me incomodar',
  'para de me ligar',
  'desisto, para de me mandar mensagem',
  // do not send any more
  'não me manda mais mensagem',
  'nao me mande mais nada',
  'não mande mais',
  'não manda mais por favor',
  'Por favor não me enviem mais mensagens',
  'não precisa mais mandar mensagem',
  'nao me mande mensagem',
  'não quero que me mandem mais mensagens',
  'não me procure mais',
  'não me chame mais',
  'não me liga mais',
  'n manda mais não',
  'não me mandem mais isso',
  'deixa de me mandar mensagem',
  'quero q vcs parem',
  'não me contatem',
  'não autorizei vocês a me contatarem',
  'N ME MANDA MAIS MSG PFV',
  'não me manda mais vagas',
  // do not want to receive
  'não quero mais receber mensagens',
  'Não quero receber mais nada',
  'nao quero receber',
  'não quero mais receber',
  'não gostaria de receber mensagens',
  'não desejo receber esse tipo de mensagem',
  'não quero receber propostas',
  'não quero mais ser contatada',
  'não quero mais receber vagas',
  'quero parar de receber mensagens',
  'como faço para parar de receber?',
  'como faço pra não receber mais mensagens',
  'quero deixar de receber essas mensagens',
  'não quero receber mais mensagens a partir de hoje',
  'não tenho interesse em receber mensagens',
  'não tenho interesse nesse tipo de mensagem',
  // no contact
  'não quero mais contato',
  'não quero mais saber de vocês',
  'não entre mais em contato',
  'não entrem em contato comigo',
  'favor não contatar',
  'nunca mais me mande mensagem',
  'nunca mais me procurem',
  'não autorizo o uso do meu número',
  'revogo meu consentimento',
  // remove me
  'me tira da lista',
  'me tira dessa lista por favor',
  'me remove da sua lista de contatos',
  'me remova',
  'tira eu dessa lista',
  'remover da lista',
  'Remova-me da lista',
  'tira meu número da lista',
  'exclui meu contato',
  'apaga meu cadastro',
  'remove o meu telefone daí',
  'tira meu nome da lista de vocês',
  'quero sair da lista',
  'como saio dessa lista?',
  'me descadastra',
  'quero me descadastrar',
  'desinscrever',
  'unsubscribe',
  'opt-out',
  'cancela o envio de mensagens',
  'quero cancelar minha inscrição',
  // block, leave me alone
  'vou te bloquear',
  'vou bloquear esse número',
  'vou bloquear',
  'bloqueia meu número',
  'vou denunciar como spam',
  'sai fora',
  'me deixa em paz',
  'me esquece',
  'não me perturbe',
  'não enche o saco',
];

const naoPede = [
  '',
  '👍',
  // the preposition
  'para mim está ótimo',
  'para quando é?',
  'é pra sábado?',
  'pra',
  'p',
  'para agora',
  'pra noite',
  'para hoje',
  'para de manhã',
  'para dia 20',
  'manda mensagem para o meu colega',
  'tem vaga para de noite? manda aí',
  'preciso de vaga para contato com a coordenação',
  // to stop something else
  'vou parar de trabalhar às 18h',
  'parei para almoçar',
  'vou parar de mandar currículo',
  'pare com isso kkk',
  'para de brincadeira',
  'para de me chamar de doutora kkk',
  'não precisa parar de mandar mensagens',
  'para de mandar áudio',
  'pare de mandar mensagem de madrugada',
  'para de mandar vaga de pediatria',
  'chega de mensagem automática',
  'não quero parar de receber as vagas',
  'quando a gente vai parar de receber por RPA?',
  // other senses of chega, desisto
  'que horas chega o outro médico?',
  'chego às 19h',
  'chega às 7h?',
  'quando chega a escala?',
  'desisto do plantão de sábado',
  'desisti dessa vaga',
  'desisto',
  // refusing one thing
  'não tenho interesse nessa vaga',
  'nao tenho interesse nesse plantão',
  'não tenho interesse, prefiro outra vaga',
  'não tenho interesse em pediatria',
  'não me interessa esse horário',
  'não quero esse horário',
  'não quero mais esse plantão',
  'não quero mais',
  'não posso no sábado',
  'não quero plantão noturno',
  'não aceito receber propostas abaixo de 2000',
  'não quero receber contato do hospital',
  'não quero ser incomodado durante o plantão',
  'não manda mensagem pro Dr. Exemplo',
  'não me liga mais tarde não',
  'cancela a mensagem anterior',
  'vou sair da base do SAMU às 19h',
  'não, quero receber as vagas',
  'não quero receber menos de 2000',
  'não quero receber em 60 dias',
  'não quero receber vaga de UTI',
  'não quero receber mensagem de madrugada',
  'não quero receber mensagem agora',
  'por enquanto não quero receber mensagens',
  'não aceito receber por PJ',
  'não me manda mais vaga de pediatria',
  'não me manda mais áudio',
  'não precisa mandar mensagem, eu aviso',
  'não precisa mandar mais documentos',
  // complaints that want more, not less
  'vocês não me mandam mais vagas',
  'você não me manda mais nada',
  'não me mandaram mais informações',
  'vc nunca mais me chama pra plantão',
  'não mandei mais mensagem porque estava de plantão',
  'ninguém me manda mais vaga',
  // remove, cancel, block something else
  'remove a vaga',
  'remove essa vaga da lista',
  'me tira uma dúvida',
  'me tira do plantão de sábado',
  'tira meu nome da escala',
  'tira meu nome da lista de espera',
  'cancela a reserva',
  'cancela',
  'quero cancelar o plantão',
  'cancela minha inscrição no congresso',
  'apaga essa mensagem',
  'bloqueia minha agenda',
  'vou bloquear minha agenda',
  'vou bloquear esse dia',
  'não me tira da lista',
  'não quero sair da lista',
  // leaving, and other words alike
  'vou sair às 19h',
  'favor não me ligar, só mensagem',
  'basta me mandar mensagem',
  'chega de plantão noturno',
  'pode parar de procurar vaga pra mim',
  'não precisa mais, obrigada',
  'não quero mais vagas de PS',
  'me tira desse plantão',
  'saio do hospital às 7h',
  'sai fora do meu horário',
  'o hospital não entrou em contato',
  'não entre em contato com o hospital antes',
  'não me esquece hein',
  'não incomoda não',
  'me manda mais vagas',
  'pode mandar mensagem',
  'quero receber mais mensagens',
  'não recebi mensagem',
  'oi, tem plantão de anestesia essa semana?',
  'pode reservar',
  'me chama amanhã 10h',
];

describe('pedeOptout', () => {
  it.each(pede)('takes "%s" for an opt-out', (texto) => {
    expect(pedeOptout(texto)).toBe(true);
  });

  it.each(naoPede)('does not take "%s" for an opt-out', (texto) => {
    expect(pedeOptout(texto)).toBe(false);
  });

  it('reads accents, case and punctuation alike', () => {
    for (const texto of pede) {
      expect(pedeOptout(` ${texto.toUpperCase()} 🙏`)).toBe(true);
      expect(pedeOptout(texto.normalize('NFD'))).toBe(true);
    }
  });

  it('finds it in the middle of a longer message', () => {
    expect(pedeOptout('Oi! Tudo bem? Olha, não me manda mais mensagem. Abraço')).toBe(true);
    expect(pedeOptout('bom dia\nme tira da lista\nobrigado')).toBe(true);
  });

  it('answers a long message at once', () => {
    const comeco = performance.now();
    pedeOptout('para de nao me manda para o mais a as os '.repeat(1_250));
    expect(performance.now() - comeco).toBeLessThan(1_000);
  });

  it.each(familiasOptout)('has a phrase for the family $nome', (familia) => {
    const oracoesQuePedem = pede.flatMap(oracoes);
    expect(oracoesQuePedem.some((oracao) => combina(familia, oracao))).toBe(true);
  });
});
