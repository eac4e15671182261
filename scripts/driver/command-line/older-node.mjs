// What the driver uses and Node 20 has not, where a package is run by one.

Map.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item, 0);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

RegExp.escape ??= (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
