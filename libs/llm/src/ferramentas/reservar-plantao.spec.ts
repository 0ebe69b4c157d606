import { describe, expect, it } from '@jest/globals';
import type { FalaDoHistorico, Turno } from '@julia/domain';
import { MemoriaLembretes, MemoriaVagas, umaVaga, umTurno } from '@julia/domain/testing';
import { buscarVagas } from './buscar-vagas.ts';
import { fatosSchema, semFatos, somarFatos, type Fatos } from './fatos.ts';
import { reservarPlantao } from './reservar-plantao.ts';

const vaga = umaVaga({ valorCentavos: 180_000 });

interface Cena {
  readonly turno?: Partial<Turno>;
  readonly fatos?: Fatos;
  readonly abertas?: readonly (typeof vaga)[];
}

function contexto(textoDoMedico: string, { turno, fatos = semFatos, abertas = [vaga] }: Cena) {
  return {
    turno: umTurno(turno),
    textoDoMedico,
    fatos,
    vagas: new MemoriaVagas(abertas),
    lembretes: new MemoriaLembretes(),
    janela: { inicio: '08:00', fim: '20:00' },
  };
}

async function reservarEm(textoDoMedico: string, cena: Cena) {
  const tudo = contexto(textoDoMedico, cena);
  const resultado = await reservarPlantao.executar({ handle: 'v1', aceite: textoDoMedico }, tudo);
  return { erro: resultado.erro ?? false, reservadas: tudo.vagas.reservadas };
}

const reservar = (textoDoMedico: string, ofertas = [vaga]) =>
  reservarEm(textoDoMedico, { turno: { ofertas } });

/** The facts as the next round finds them, read back from a jsonb column. */
async function fatosDaBusca(turno: Partial<Turno>, abertas: readonly (typeof vaga)[] = [vaga]) {
  const { fatos = {} } = await buscarVagas.executar({}, contexto('', { turno, abertas }));
  return fatosSchema.parse(JSON.parse(JSON.stringify(somarFatos(semFatos, fatos))));
}

const reservada = { erro: false, reservadas: ['V1'] };
const perguntada = { erro: true, reservadas: [] };

describe('a plantão is reserved at the value of its vaga', () => {
  it.each(['pode reservar', 'topo por 1.800', 'fechado, qual o endereço?'])(
    'on "%s"',
    async (texto) => {
      expect(await reservar(texto)).toEqual(reservada);
    },
  );

  it('never on another value', async () => {
    expect(await reservar('topo com 2500')).toEqual(perguntada);
  });

  it('nor at all while nothing is known of the vaga', async () => {
    const outra = umaVaga({ handle: 'V2', valorCentavos: 180_000 });
    expect(await reservar('topo por 1.800', [outra])).toEqual(perguntada);
    expect(await reservar('topo', [])).toEqual(perguntada);
  });
});

describe('a plantão is reserved on its own day', () => {
  const sabado = umaVaga({
    inicio: new Date('2026-11-28T10:00:00Z'),
    fim: new Date('2026-11-28T22:00:00Z'),
  });

  it.each(['topo sábado', 'pode reservar o do dia 28, das 7h às 19h'])('on "%s"', async (texto) => {
    expect(await reservar(texto, [sabado])).toEqual(reservada);
  });

  it.each(['topo sexta', 'pode reservar o do dia 29', 'aceito o das 19h30'])(
    'never on "%s"',
    async (texto) => {
      expect(await reservar(texto, [sabado])).toEqual(perguntada);
    },
  );
});

describe('a plantão is reserved as what it is', () => {
  it.each(['aceito das 19 às 7', 'quero sábado', 'topo noturno', 'aceito no São Luiz', 'pode ser'])(
    'on "%s"',
    async (texto) => {
      expect(await reservar(texto)).toEqual(reservada);
    },
  );

  it.each([
    'topo o diurno',
    'pode reservar no HC',
    'aceito o de pediatria',
    'aceito, chego às 21h',
  ])('never on "%s"', async (texto) => {
    expect(await reservar(texto)).toEqual(perguntada);
  });
});

describe('a vaga that this turn had to find', () => {
  const agora = new Date('2026-11-26T12:00:00-03:00');
  const v1 = umaVaga();
  const fala = (texto: string, autor: FalaDoHistorico['autor'] = 'julia') => [
    { autor, texto, em: new Date('2026-11-26T11:00:00-03:00') },
  ];
  const oferta = fala('Tenho uma no São Luiz Itaim sábado 28/11, das 19h às 7h, R$ 2.400. Topa?');

  async function achada(
    texto: string,
    historico: readonly FalaDoHistorico[] = [],
    abertas: readonly (typeof vaga)[] = [v1],
    outros: Partial<Turno> = {},
  ) {
    const turno = { agora, historico, ofertas: [], ...outros };
    const fatos = await fatosDaBusca(turno, abertas);
    return reservarEm(texto, { turno, fatos, abertas });
  }

  it.each(['pode reservar', 'topo por 2400', 'topo sábado', 'aceito o das 19 às 7'])(
    'is reserved on "%s" when it had been offered before',
    async (texto) => {
      expect(await achada(texto, oferta)).toEqual(reservada);
    },
  );

  it.each(['topo domingo', 'aceito o das 7 às 19', 'topo por 2600'])(
    'is not on "%s", offered or not',
    async (texto) => {
      expect(await achada(texto, oferta)).toEqual(perguntada);
      expect(await achada(texto)).toEqual(perguntada);
    },
  );

  it.each([
    'pode reservar',
    'oi, quero pegar plantão, pode reservar',
    'topo por 2400',
    'aceito o das 19 às 7',
    'sábado te mando os documentos, pode reservar',
  ])('is not on "%s" when the doctor was never shown it', async (texto) => {
    expect(await achada(texto)).toEqual(perguntada);
  });

  it.each(['pode reservar o de sábado', 'topo dia 28', 'aceito o plantão de 28/11'])(
    'is on "%s", which names it',
    async (texto) => {
      expect(await achada(texto)).toEqual(reservada);
    },
  );

  it('is named by its day only while nothing else is open that day', async () => {
    const deDia = umaVaga({
      handle: 'V2',
      inicio: new Date('2026-11-28T10:00:00Z'),
      fim: new Date('2026-11-28T22:00:00Z'),
    });
    expect(await achada('pode reservar o de sábado', [], [v1, deDia])).toEqual(perguntada);
    expect(await achada('pode reservar o de sábado das 19 às 7', [], [v1, deDia])).toEqual(
      reservada,
    );
  });

  it('is not named by a day of the week when it is of a later week', async () => {
    const depois = umaVaga({
      inicio: new Date('2026-12-05T22:00:00Z'),
      fim: new Date('2026-12-06T10:00:00Z'),
    });
    expect(await achada('pode reservar o de sábado', [], [depois])).toEqual(perguntada);
  });

  it.each([
    ['another day', 'Tenho uma no São Luiz Itaim domingo 29/11, das 19h às 7h, R$ 2.400. Topa?'],
    ['another value', 'Tenho uma no São Luiz Itaim sábado 28/11, das 19h às 7h, R$ 2.100. Topa?'],
    ['another hospital', 'Tenho uma no Einstein sábado 28/11, das 19h às 7h, R$ 2.400. Topa?'],
    ['other hours', 'Tenho uma no São Luiz Itaim sábado 28/11, das 7h às 19h, R$ 2.400. Topa?'],
    ['no value', 'Tenho uma no São Luiz Itaim sábado 28/11, das 19h às 7h. Topa?'],
  ])('was not offered by words about %s', async (_caso, texto) => {
    expect(await achada('pode reservar', fala(texto))).toEqual(perguntada);
  });

  it('was not offered by what the doctor wrote', async () => {
    const dele = fala(oferta[0]?.texto ?? '', 'medico');
    expect(await achada('pode reservar', dele)).toEqual(perguntada);
  });

  it('was offered by a person, and in two messages', async () => {
    const partes = [
      ...fala('Tenho sábado 28/11 no São Luiz', 'humano'),
      ...fala('das 19h às 7h, R$ 2.400', 'humano'),
    ];
    expect(await achada('pode reservar', partes)).toEqual(reservada);
  });

  it('is not taken for an old offer by a turn that runs again', async () => {
    const antes = { turnosAnteriores: 1, passos: [{ contexto: '<contexto>\n</contexto>' }] };
    const outros = { ...antes, ofertas: [v1] };
    expect(await achada('pode reservar', [], [v1], outros)).toEqual(perguntada);
    const ofertada = [{ contexto: '<contexto>\nV1 = Hospital São Luiz Itaim\n</contexto>' }];
    expect(await achada('pode reservar', [], [v1], { ...outros, passos: ofertada })).toEqual(
      reservada,
    );
  });
});

describe('facts stored by a build that knew no vagas', () => {
  it('can still be read', () => {
    const antigos = { ...semFatos, vagas: undefined };
    expect(fatosSchema.parse(JSON.parse(JSON.stringify(antigos)))).toEqual(semFatos);
  });
});
