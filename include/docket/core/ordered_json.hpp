/// JSON whose objects keep the order of their keys, and cost little to read.
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <list>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

namespace docket {

/// What nlohmann::ordered_json makes of objects, but in a list: its vector copies whole subtrees each time it grows, since keys that are const
/// cannot be moved. That was a third of the time it took to read predictions.
template <class Key, class T, class Ignored, class Allocator>
struct ListedObject : std::list<std::pair<const Key, T>, Allocator> {
  using Container = std::list<std::pair<const Key, T>, Allocator>;
  using key_type = Key;
  using mapped_type = T;
  using key_compare = std::equal_to<>;
  using typename Container::const_iterator;
  using typename Container::iterator;
  using typename Container::size_type;
  using typename Container::value_type;
  using Container::Container;
  using Container::erase;

  iterator find(const Key& key) {
    return std::find_if(this->begin(), this->end(), [&](const value_type& entry) { return entry.first == key; });
  }
  const_iterator find(const Key& key) const {
    return std::find_if(this->begin(), this->end(), [&](const value_type& entry) { return entry.first == key; });
  }
  size_type count(const Key& key) const { return find(key) == this->end() ? 0 : 1; }

  /// The first of equal keys stays.
  std::pair<iterator, bool> emplace(const Key& key, T&& value) {
    if (const iterator found = find(key); found != this->end()) return {found, false};
    this->emplace_back(key, std::move(value));
    return {std::prev(this->end()), true};
  }
  std::pair<iterator, bool> insert(const value_type& value) { return emplace(value.first, T(value.second)); }
  std::pair<iterator, bool> insert(value_type&& value) { return emplace(value.first, std::move(value.second)); }

  T& operator[](const Key& key) { return emplace(key, T{}).first->second; }
  const T& operator[](const Key& key) const { return at(key); }
  T& at(const Key& key) {
    const iterator found = find(key);
    if (found == this->end()) throw std::out_of_range("key not found");
    return found->second;
  }
  const T& at(const Key& key) const {
    const const_iterator found = find(key);
    if (found == this->end()) throw std::out_of_range("key not found");
    return found->second;
  }

  size_type erase(const Key& key) {
    const iterator found = find(key);
    if (found == this->end()) return 0;
    Container::erase(found);
    return 1;
  }
};

using OrderedJson = nlohmann::basic_json<ListedObject>;

/// As it is parsed: a key that comes twice in an object stands there twice, so that a reader can tell. find() has the first.
template <class Key, class T, class Ignored, class Allocator>
struct ParsedObject : ListedObject<Key, T, Ignored, Allocator> {
  using ListedObject<Key, T, Ignored, Allocator>::ListedObject;
  using ListedObject<Key, T, Ignored, Allocator>::operator[];

  T& operator[](const Key& key) {
    this->emplace_back(key, T{});
    return this->back().second;
  }
};

using ParsedJson = nlohmann::basic_json<ParsedObject>;

}  // namespace docket
