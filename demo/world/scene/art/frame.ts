/** The size of the picture. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Pixels per drawing pixel: 1 where the short side is 480. */
  readonly unit: number;
}
