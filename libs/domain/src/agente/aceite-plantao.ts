import { textoPlano } from './texto-plano.ts';

/** What the words of an acceptance are compared with. What is not known is not compared. */
export interface PlantaoDoAceite {
  readonly inicio: Date;
  readonly fim: Date;
  readonly valorCentavos?: number;
  readonly hospital?: string;
  readonly cidade?: string;
  readonly setor?: string | null;
  readonly especialidade?: string;
}

/** Words many hospitals share. */
const deQualquerHospital =
  /^(?:hospital|hosp|maternidade|clinica|upa|ubs|instituto|pronto|socorro|santa|santo|sao|casa|nossa|senhora|d[aeo]s?|e)$/;

/** The words of a hospital's name that are no other hospital's too. */
export function nomeProprio(hospital: string): string[] {
  return palavrasPlanas(hospital).filter((palavra) => !deQualquerHospital.test(palavra));
}

export function palavrasPlanas(texto: string): string[] {
  return textoPlano(texto).match(/[\p{L}\p{N}]+/gu) ?? [];
}
