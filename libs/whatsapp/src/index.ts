export { parseMensagemArmazenada, parseWebhook } from './webhook/parse-webhook.ts';
