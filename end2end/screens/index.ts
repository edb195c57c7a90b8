import { writeIndex } from "./picture";

/** Once all pictures are there. */
export default writeIndex;
