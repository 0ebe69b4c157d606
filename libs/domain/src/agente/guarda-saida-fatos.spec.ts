import { describe, expect, it } from '@jest/globals';
import { verificarSaida, type FatosDoTurno, type RegraDeSaida } from './guarda-saida.ts';

const vaga = {
  handle: 'V1',
  hospital: 'Hospital São Luiz Itaim',
  cidade: 'São Paulo',
  setor: 'Pronto Socorro Pediátrico',
  especialidade: 'Clínica Médica',
  periodo: 'Noturno',
  dia: 'sábado, 28/11/2026',
  horario: '19h às 7h',
  termina: 'domingo, 29/11/2026',
  valor: 'R$ 2.400',
};

const nada: FatosDoTurno = {
  ferramentas: [],
  hospitais: [],
  medico: 'oi, tem plantão essa semana?',
  historico: [],
  /** A Monday, 10:00 in São Paulo. */
  agora: new Date('2026-11-23T13:00:00Z'),
  temVaga: false,
  reservou: false,
  agendou: false,
};
const disse = (medico: string): FatosDoTurno => ({ ...nada, medico });
const comVaga: FatosDoTurno = {
  ...nada,
  ferramentas: [JSON.stringify({ vagas: [vaga] })],
  hospitais: [vaga.hospital],
  temVaga: true,
};
const nasClinicas: FatosDoTurno = { ...comVaga, hospitais: ['Hospital das Clínicas'] };
const fimDeSemana = disse('tem algo no fim de semana?');

type Caso = [RegraDeSaida, string, FatosDoTurno?];
type Passa = [string, FatosDoTurno?];

function confere(bloqueados: readonly Caso[], livres: readonly Passa[]): void {
  it.each([...bloqueados])('blocks as %s: %s', (regra, texto, fatos = nada) => {
    expect(verificarSaida(texto, fatos).map((violacao) => violacao.regra)).toContain(regra);
  });
  it.each([...livres])('lets through: %s', (texto, fatos = nada) => {
    expect(verificarSaida(texto, fatos)).toEqual([]);
  });
}

describe('a specialty or a sector is no hospital', () => {
  confere(
    [
      ['hospital', 'É na Clínica São José', comVaga],
      ['hospital', 'É na Clínica Médica Santa Luzia', comVaga],
      ['hospital', 'Tem no Pronto Socorro Central de Osasco', comVaga],
      ['hospital', 'É no Pronto Socorro Pediátrico', nada],
      ['hospital', 'É no Pronto Socorro Adulto do Einstein', comVaga],
      ['hospital', 'É no Pronto Socorro Pediátrico do Samaritano', comVaga],
      ['hospital', 'É no Hospital São Paulo', comVaga],
    ],
    [
      [
        'Opa, no São Luiz Itaim tem uma de Clínica Médica sábado 28/11, 19h às 7h, R$ 2.400. Topa?',
        comVaga,
      ],
      ['É no Pronto-Socorro Pediátrico do São Luiz', comVaga],
      ['É na Clínica Médica do São Luiz', comVaga],
      ['Vc é de Clínica Médica né?'],
      ['Prefere Clínica Geral ou Clínica Cirúrgica?'],
      ['Vc faz Pronto Socorro Adulto?'],
      ['Pronto-Socorro Infantil não tenho'],
    ],
  );
});

describe('a hospital may be called by its short name', () => {
  confere(
    [
      ['hospital', 'Tem uma no São Camilo', comVaga],
      ['hospital', 'Tem plantão no Sírio', comVaga],
      ['hospital', 'Tem também uma no HC', comVaga],
      ['hospital', 'Tem uma na AACD', comVaga],
    ],
    [
      ['Essa é no HC mesmo', nasClinicas],
      ['No HC não tenho nada', disse('e no hospital das clínicas?')],
      ['No Hospital das Clínicas não tenho nada', disse('tem algo no HC?')],
      ['No Sírio não tenho nada', disse('tem no sírio libanês?')],
      ['É no Sírio', { ...comVaga, hospitais: ['Hospital Sírio-Libanês'] }],
    ],
  );
});

describe('the end of a night', () => {
  confere(
    [
      ['data', 'Tem no domingo também', comVaga],
      ['data', 'Tem outra domingo 29/11, das 19h às 7h, R$ 2.400', comVaga],
      ['data', 'Tem uma pra domingo', comVaga],
      ['data', 'Começa domingo às 19h', comVaga],
      ['data', 'Começa domingo às 19h e termina segunda às 7h', comVaga],
      ['data', 'É dia 29', comVaga],
      ['data', 'É às 19h de domingo', comVaga],
      ['data', 'Termina terça às 7h', comVaga],
      ['data', 'Termina domingo às 7h', nada],
      ['data', 'Tem outra das 7h às 19h de domingo', comVaga],
      ['data', 'Paga 2.400 pra domingo', comVaga],
      ['hora', 'Começa sábado às 19h e termina domingo às 8h', comVaga],
    ],
    [
      ['Começa sábado às 19h e termina domingo às 7h', comVaga],
      ['Vc sai no domingo às 7h', comVaga],
      ['É sábado 28/11 das 19h até domingo 29/11 às 7h', comVaga],
      ['É das 19h de sábado às 7h de domingo', comVaga],
      ['Tem uma sábado no São Luiz, das 19h às 7h de domingo', comVaga],
      ['É de sábado pra domingo, das 19h às 7h', comVaga],
      ['É sábado (28/11) 19h a domingo (29/11) 7h', comVaga],
      ['O término é domingo às 7h', comVaga],
      ['Acaba dia 29 às 7h', comVaga],
      ['Domingo às 7h vc já sai', comVaga],
    ],
  );

  it('may be tomorrow', () => {
    const fatos: FatosDoTurno = {
      ...comVaga,
      ferramentas: [
        JSON.stringify({
          ...vaga,
          dia: 'segunda, 23/11/2026',
          termina: 'terça, 24/11/2026',
        }),
      ],
    };
    expect(verificarSaida('Tenho um plantão hoje das 19h até amanhã às 7h', fatos)).toEqual([]);
    expect(verificarSaida('Tenho um plantão amanhã das 19h às 7h', fatos)).toEqual([
      { regra: 'data', trecho: 'amanha' },
    ]);
  });
});

describe('how long it takes is no hour of the day', () => {
  confere(
    [
      ['hora', 'Plantão 12h às 18h', comVaga],
      ['hora', 'É plantão 6h até 12h', comVaga],
      ['hora', 'São 6h da manhã', comVaga],
      ['hora', 'É plantão 18h', comVaga],
      ['hora', 'Começa 12h', comVaga],
      ['hora', 'Sábado, 12h', comVaga],
    ],
    [
      ['São 12h, das 19h às 7h', comVaga],
      ['É plantão 12h noturno', comVaga],
      ['É plantão noturno 12h', comVaga],
      ['São 12hs no sábado', comVaga],
      ['Noturno de 12h, começa 19h', comVaga],
      ['É 12h noturno, das 19h às 7h', comVaga],
    ],
  );
});

describe('a question about what the doctor prefers states no day', () => {
  confere(
    [
      ['data', 'Tem uma domingo, prefere essa?', comVaga],
      ['data', 'Tenho sábado e domingo, qual vc prefere?', comVaga],
      ['hora', 'Começa às 18h, melhor pra vc?', comVaga],
      ['data', 'Vc prefere domingo', comVaga],
      ['data', 'O plantão melhor é domingo, topa?', comVaga],
      ['data', 'Domingo no São Luiz fica melhor pra vc?', comVaga],
      ['valor', 'Vc prefere domingo por R$ 3.000?', comVaga],
      ['hospital', 'Vc prefere o Einstein?', comVaga],
      ['data', 'Prefere noturno? Tem um domingo', comVaga],
    ],
    [
      ['Vc prefere sábado ou domingo?'],
      ['Prefere começar às 7h ou às 19h?'],
      ['Oi Ana! Vc costuma pegar mais no sábado ou durante a semana?'],
      ['Qual é melhor pra vc, sábado ou domingo?'],
      ['Domingo fica melhor pra vc?'],
    ],
  );
});

describe('a day she only asked about', () => {
  it('is known when the doctor takes it up, not before', () => {
    const perguntou = (medico: string): FatosDoTurno => ({
      ...comVaga,
      medico,
      historico: [{ autor: 'julia', texto: 'Vc prefere sábado ou domingo?', em: nada.agora }],
    });
    expect(verificarSaida('Tem uma no domingo', perguntou('tanto faz'))).toEqual([
      { regra: 'data', trecho: 'domingo' },
    ]);
    expect(verificarSaida('No domingo não tem nada', perguntou('domingo'))).toEqual([]);
  });
});

describe('a weekend is a Saturday and a Sunday', () => {
  confere(
    [
      ['data', 'Na terça não tem nada', fimDeSemana],
      ['data', 'No domingo não tem nada'],
      ['oferta', 'Tem uma vaga no domingo', fimDeSemana],
    ],
    [
      ['No domingo não tem nada', fimDeSemana],
      ['Nem sábado nem domingo, poxa', disse('e no fds?')],
      ['Sábado 28/11 não tenho nada', disse('final de semana tem?')],
    ],
  );
});

describe('a vaga that only the words have', () => {
  confere(
    [
      ['oferta', 'Tem uma vaga amanhã'],
      ['oferta', 'Tem um plantão bom amanhã, topa?'],
      ['oferta', 'Sim! Tem vaga pra sua especialidade'],
      ['oferta', 'Opa, tem umas vagas boas essa semana'],
      ['oferta', 'Tem um plantão amanhã topa?'],
      ['oferta', 'Claro que tem vaga!'],
      ['oferta', 'Opa, já tem vaga pra amanhã'],
      ['oferta', 'Separei uma vaga boa pra vc'],
      ['oferta', 'Não achei no Sírio, mas tem outra vaga perto', disse('e no sírio?')],
      ['data', 'Tem um plantão bom amanhã, topa?', comVaga],
      ['data', 'Tem uma vaga ótima! Tem um plantão amanhã também', comVaga],
    ],
    [
      ['vc tem plantão amanhã?'],
      ['Vc já tem plantão amanhã?'],
      ['Tem plantão marcado amanhã?'],
      ['Tem interesse em plantão noturno?'],
      ['Não tem vaga nessa região, poxa'],
      ['Hoje não tem nenhum plantão aberto'],
      ['Me avisa quando tem plantão no seu hospital'],
      ['Não sei se ainda tem vaga'],
      ['Me fala o dia que eu vejo o que tem de plantão'],
      ['Entendi, vc já tem um plantão nesse dia'],
      ['Lá tem estacionamento pra quem dá plantão'],
      ['Tem uma vaga ótima no São Luiz sábado 28/11', comVaga],
    ],
  );
});
