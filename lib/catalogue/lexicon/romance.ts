// Spanish and Portuguese verbs: the infinitive, and the forms that stand at the head of a sentence
// ("Elimina un archivo", "Exclua o arquivo", "Cria um pedido"), without accents.
import type { Category } from '#lib/policy/index.ts'
import { wordSet, words } from './word-set.ts'

const INFINITIVES: Record<Exclude<Category, 'Other'>, string> = {
  Read: `
    buscar consultar listar verificar validar pesquisar recuperar comprobar revisar analizar analisar calcular
    descargar baixar retornar detectar comparar resumir traducir traduzir convertir converter estimar exportar
    monitorear monitorar rastrear inspeccionar inspecionar explicar identificar extraer extrair localizar filtrar
    explorar examinar cotizar cotar leer ler visualizar contabilizar averiguar`,
  Write: `
    crear criar agregar adicionar anadir actualizar atualizar enviar editar registrar guardar salvar modificar
    cambiar alterar subir cargar carregar importar publicar compartir compartilhar asignar atribuir
    mover renombrar renomear copiar duplicar fechar abrir activar ativar desactivar desativar habilitar
    deshabilitar desabilitar bloquear desbloquear marcar responder agendar reservar confirmar aprobar aprovar
    rechazar rejeitar vincular desvincular suscribir assinar inscribir inscrever configurar establecer estabelecer
    definir insertar inserir escribir escrever anexar adjuntar conectar desconectar notificar cadastrar emitir
    archivar arquivar restaurar sincronizar invitar convidar reagendar reprogramar suspender etiquetar colocar
    ajustar corregir corrigir incluir completar concluir finalizar transferir retirar sacar gestionar gerenciar`,
  Execute: `
    ejecutar executar rodar iniciar detener reiniciar lanzar disparar desplegar implantar llamar chamar
    realizar efetuar efectuar invocar generar gerar procesar processar pausar ligar desligar encender simular entrenar treinar compilar
    instalar testar cancelar anular`,
  Destructive: `
    eliminar borrar excluir apagar remover quitar deletar destruir purgar vaciar esvaziar limpiar limpar
    descartar revocar revogar desinstalar suprimir`,
  Financial: `
    pagar cobrar reembolsar estornar comprar vender depositar invertir investir recargar recarregar donar doar
    apostar`,
}

/** Forms that no rule makes of the infinitive, and those of which only one is a verb alone. */
const IRREGULAR: Record<Exclude<Category, 'Other'>, string> = {
  Read: `
    obtener obtiene obten obtenga obter obtem obtenha ver mostrar muestra mostra muestre mostre devuelve devolve
    encontrar encuentra encontra encuentre contar traduce traduz extrae extrai le busque verifique saber`,
  Write: `
    cerrar cierra cierre anade anada mudar comparte compartilhe corrige inscreve insere escreve renombre
    envie publique coloque marque notifique modifique aplique hacer fazer poner transfiere transfere inclui`,
  Execute: `parar ejecuta execute detiene detenga despliega enciende ligue desligue probar prueba`,
  Destructive: `exclui exclua destruye destroi destrua vacia revoque revogue purgue`,
  Financial: `vende invierte investe pague doe`,
}
/** Third persons that are as often another word: "para" is "for", "conta" is "account". */
const NEVER = wordSet(
  'para conta cuenta nota note liga le la lee doa doe dona done roda saca abre page lance quite active media',
)

function formsOf(infinitive: string): string[] {
  const stem = infinitive.slice(0, -2)
  if (infinitive.endsWith('ar')) return [infinitive, `${stem}a`, `${stem}e`]
  return [infinitive, `${stem}e`, `${stem}a`]
}

/** Each form with what it does. */
export const ROMANCE_VERBS: readonly (readonly [string, Category])[] = Object.entries(INFINITIVES).flatMap(
  ([category, list]) =>
    [...words(list).flatMap(formsOf), ...words(IRREGULAR[category as keyof typeof IRREGULAR])]
      .filter((form) => !NEVER.has(form))
      .map((form) => [form, category as Category] as const),
)

/** Before the verb of a description: "Esta herramienta permite …", "Use esta ferramenta para …". */
export const ROMANCE_PREAMBLE =
  /^(?:(?:esta?|este|a|o|el|la|los|las|um|uma|un|una|herramienta|ferramenta|funcion|funcao|metodo|endpoint|que|para|se|permite|permitir|usar?|use|utiliza[r]?|utilize|utilice|sirve|serve|le|al|ao|usuario|de|tool)(?![\w-])[\s:,.()–—-]*)+/i
