/** What the calls gave, in their order, and how long each took, in microseconds, in ascending order. */
export interface CallsInTurn<Answer> {
  readonly answers: Answer[];
  readonly sortedUs: Float64Array;
}

/** Makes a call for each input, the next when the one before has been answered, and `pauseMs` after that if it is given. */
export async function callInTurn<Input, Answer>(
  inputs: readonly Input[],
  call: (input: Input) => PromiseLike<Answer>,
  pauseMs?: number,
): Promise<CallsInTurn<Answer>> {
  const answers: Answer[] = [];
  const sortedUs = new Float64Array(inputs.length);
  for (const [index, input] of inputs.entries()) {
    if (pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const start = performance.now();
    answers.push(await call(input));
    sortedUs[index] = 1000 * (performance.now() - start);
  }
  sortedUs.sort();
  return { answers, sortedUs };
}
