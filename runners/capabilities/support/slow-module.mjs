// Takes a while to load.
await new Promise((resolve) => setTimeout(resolve, 50));

export const value = 42;
