"""The measuring: times in turn, agreement row by row, memory in processes of their own, what must hold."""
