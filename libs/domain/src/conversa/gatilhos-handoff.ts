import type { GatilhoHandoff } from './turnos.ts';

export function detectarGatilhoHandoff(texto: string): {
  gatilho: Extract<GatilhoHandoff, 'pedido_humano' | 'juridico' | 'sentimento_negativo'>;
  motivo: string;
} | null {
  return texto === 'humano' ? { gatilho: 'pedido_humano', motivo: 'pediu uma pessoa' } : null;
}
