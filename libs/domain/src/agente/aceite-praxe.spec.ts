import { describe, expect, it } from '@jest/globals';
import { aceiteConfere } from './aceite.ts';

describe('an acceptance with a question about how things go there', () => {
  it.each([
    ['aceito', 'Aceito, qual o endereço?'],
    ['Aceito, qual o endereço?', 'Aceito, qual o endereço?'],
    ['aceito', 'aceito qual o endereço'],
    ['pode reservar', 'pode reservar, mas me manda o endereço'],
    ['pode reservar', 'pode reservar mas me manda a localização por favor'],
    ['pode reservar', 'pode reservar, onde fica?'],
    ['fechado', 'fechado, como recebo o pagamento?'],
    ['fechado', 'Fechado, preciso levar algum documento?'],
    ['fechado', 'Fechado! Preciso mandar meus documentos?'],
    ['aceito', 'aceito, que horas preciso chegar?'],
    ['quero sim', 'quero sim, quando cai o pagamento?'],
    ['topo', 'topo, quem eu procuro lá?'],
    ['topo', 'topo! só queria saber onde estaciono'],
    ['pode reservar', 'pode reservar, falo com quem lá?'],
    ['pode reservar', 'pode reservar onde fica?'],
    ['aceito', 'aceito, preciso do endereço'],
    ['fechado', 'fechado, mas quando pagam?'],
    ['aceito', 'aceito, o pagamento é em quantos dias?'],
    ['pode reservar', 'Boa! Pode reservar, e quanto tempo leva pra pagar?'],
    ['aceito', 'aceito, fico no aguardo'],
    ['pode reservar', 'Pode reservar. Aguardo'],
    ['pode reservar', 'pode reservar, aguardo confirmação'],
    ['pode reservar', 'pode reservar, depois me manda o endereço'],
    ['aceito', 'aceito, me manda os detalhes'],
    ['pode reservar', 'pode reservar, me confirma depois'],
    ['aceito', 'aceito, precisa de alguma coisa?'],
    ['pode reservar', 'pode reservar, o que precisa?'],
    ['aceito', 'aceito, qualquer dúvida te chamo'],
  ])('"%s" said in "%s"', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto)).toBe(true);
  });

  it.each([
    ['aceito', 'aceito, quanto paga?'],
    ['aceito', 'aceito, qual o valor do pagamento?'],
    ['aceito', 'aceito, qual o endereço e quanto paga?'],
    ['aceito', 'aceito, qual o endereço? tem outro mais perto?'],
    ['aceito', 'aceito, mas me manda o endereço que eu vejo se dá'],
    ['aceito', 'qual o endereço, aceito?'],
    ['aceito', 'aceito, qual o endereço? longe, deixa'],
    ['aceito', 'aceito, preciso receber o pagamento antes'],
    ['aceito', 'aceito, tem que ter estacionamento'],
    ['aceito', 'aceito, precisa ter local pra descanso'],
    ['aceito', 'aceito onde fica perto de casa'],
    ['topo', 'topo quando vcs pagarem o que me devem'],
    ['pode reservar', 'pode reservar, me manda o contrato antes'],
    ['pode reservar', 'pode reservar, onde fica? Ah, não dá, longe'],
    ['ok', 'ok, qual o endereço?'],
    ['ok', 'ok, fico no aguardo'],
    ['ok', 'ok, qualquer dúvida te chamo'],
    ['aceito', 'aceito, aguardo resposta da minha esposa'],
    ['aceito', 'aceito, aguardo um valor melhor'],
    ['pode reservar', 'pode reservar, mas aguarda'],
    ['aceito', 'aceito depois que me mandar o endereço'],
    ['aceito', 'aceito depois, me manda o endereço'],
    ['aceito', 'aceito, me manda os detalhes que eu vejo'],
    ['pode reservar', 'pode reservar, te confirmo depois'],
    ['pode reservar', 'pode reservar, depois confirmo'],
    ['aceito', 'aceito, preciso de alguma coisa melhor'],
    ['aceito', 'aceito, qualquer coisa te aviso'],
    ['aceito', 'aceito, me confirma o valor depois'],
  ])('but not "%s" said in "%s"', (aceite, texto) => {
    expect(aceiteConfere(aceite, texto)).toBe(false);
  });
});
