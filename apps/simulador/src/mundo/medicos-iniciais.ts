export interface MedicoInicial {
  readonly telefone: string;
  readonly nome: string;
}

/** Fictitious doctors listed on the phone page. */
export const medicosIniciais: readonly MedicoInicial[] = [
  { telefone: '5511999990001', nome: 'Dra. Ana Prado' },
  { telefone: '5511999990002', nome: 'Dr. Bruno Teles' },
  { telefone: '5511999990003', nome: 'Dra. Carla Nunes' },
  { telefone: '5541999990004', nome: 'Dr. Diego Farias' },
  { telefone: '5519999990005', nome: 'Dra. Elisa Campos' },
];
