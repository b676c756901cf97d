export { Capacity, type Crowd } from "./capacity";
