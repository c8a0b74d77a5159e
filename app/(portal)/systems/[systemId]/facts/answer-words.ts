/** The box that answers a question with several values by "none". */
export const noneOfThese = '-none-';
