/** The page's end of media/worker.js. */
export class MediaWorker {
  #questions = new Map();
  #asked = 0;

  /** @param {Worker} worker; @param {Record<string, (what: object) => void>} events by their name */
  constructor(worker, events) {
    this.worker = worker;
    worker.onmessage = ({ data }) => {
      if (data.event) return events[data.event](data);
      this.#questions.get(data.answer)?.(data);
      this.#questions.delete(data.answer);
    };
  }

  tell(command, what = {}, transferred = []) {
    this.worker.postMessage({ command, ...what }, transferred);
  }

  ask(command) {
    const question = ++this.#asked;
    return new Promise(resolve => {
      this.#questions.set(question, resolve);
      this.tell(command, { question });
    });
  }

  close() {
    this.worker.terminate();
  }
}
