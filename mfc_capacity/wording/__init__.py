"""The sentences and names a user meets in an answer; the engine knows codes and facts only."""
