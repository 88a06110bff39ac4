// Which commands of the CLI have the database; the others work on files, or speak to a running Portcullis over HTTP.
const WITH_DATABASE = [['user'], ['organisation'], ['audit'], ['catalogue', 'import']]

/** @param {string[]} args what follows `npm run cli --` */
export function wantsDatabase(args) {
  return WITH_DATABASE.some((words) => words.every((word, i) => args[i] === word))
}
