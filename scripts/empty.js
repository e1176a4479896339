// Stands in for optional packages that the program never opens.
const empty = {};

export default empty;
