export interface MedicoInicial {
  readonly telefone: string;
  readonly nome: string;
  readonly especialidade: string;
}

/** The invented doctors that the development database knows too, so that the phone page starts with someone to be. */
export const medicosIniciais: readonly MedicoInicial[] = [
  { telefone: '5511900000001', nome: 'Ana Beatriz Moura', especialidade: 'Anestesiologia' },
  { telefone: '5511900000002', nome: 'Bruno Carvalho Lins', especialidade: 'Clínica Médica' },
  { telefone: '5511900000003', nome: 'Carla Menezes Prado', especialidade: 'Pediatria' },
  {
    telefone: '5511900000004',
    nome: 'Diego Tavares Rocha',
    especialidade: 'Ortopedia e Traumatologia',
  },
  {
    telefone: '5511900000005',
    nome: 'Elisa Fontes Duarte',
    especialidade: 'Ginecologia e Obstetrícia',
  },
  { telefone: '5511900000006', nome: 'Fábio Nogueira Reis', especialidade: 'Medicina Intensiva' },
];

/** Null for a doctor who is not one of them. */
export function especialidadeInicial(telefone: string): string | null {
  return medicosIniciais.find((m) => m.telefone === telefone)?.especialidade ?? null;
}
