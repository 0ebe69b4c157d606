import { z } from 'zod';

/** A vaga as `VagaOferecida` says it, its instants as they come back from JSON. */
const vagaSchema = z.object({
  handle: z.string(),
  hospital: z.string(),
  cidade: z.string(),
  setor: z.string().nullable(),
  especialidade: z.string(),
  periodo: z.string(),
  inicio: z.coerce.date(),
  fim: z.coerce.date(),
  valorCentavos: z.number(),
});

/** What the tools of a turn brought to light; plain JSON, because it is stored with each round. */
export const fatosSchema = z.object({
  /** Result texts, as the guard reads them for values, days and hours. */
  textos: z.array(z.string()),
  hospitais: z.array(z.string()),
  temVaga: z.boolean(),
  reservou: z.boolean(),
  agendou: z.boolean(),
  /** Something changed for the doctor: an effect, or a vaga he had not been shown. */
  progresso: z.boolean(),
  /** The one handle this turn may reserve. */
  handleTentado: z.string().nullable(),
  /** Sentences that tell what was done, sent when the model finds no acceptable words for it. */
  feitos: z.array(z.string()),
  /** A sentence that offers the first vaga found. */
  oferta: z.string().nullable(),
  /** What the searches of this turn found, each vaga once and as it was last. Older builds stored none. */
  vagas: z.array(vagaSchema).default([]),
});
export type Fatos = Readonly<z.output<typeof fatosSchema>>;

export const semFatos: Fatos = {
  textos: [],
  hospitais: [],
  temVaga: false,
  reservou: false,
  agendou: false,
  progresso: false,
  handleTentado: null,
  feitos: [],
  oferta: null,
  vagas: [],
};

export function somarFatos(antes: Fatos, novos: Partial<Fatos>): Fatos {
  return {
    textos: [...antes.textos, ...(novos.textos ?? [])],
    hospitais: [...new Set([...antes.hospitais, ...(novos.hospitais ?? [])])],
    temVaga: antes.temVaga || (novos.temVaga ?? false),
    reservou: antes.reservou || (novos.reservou ?? false),
    agendou: antes.agendou || (novos.agendou ?? false),
    progresso: antes.progresso || (novos.progresso ?? false),
    handleTentado: antes.handleTentado ?? novos.handleTentado ?? null,
    feitos: [...antes.feitos, ...(novos.feitos ?? [])],
    oferta: novos.oferta ?? antes.oferta,
    vagas: cadaUma([...antes.vagas, ...(novos.vagas ?? [])]),
  };
}

function cadaUma(vagas: Fatos['vagas']): Fatos['vagas'] {
  return [...new Map(vagas.map((vaga) => [vaga.handle, vaga])).values()];
}
